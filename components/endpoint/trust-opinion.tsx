import Link from 'next/link'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { TrustOpinion } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { pathReasonText } from '#lib/x509/path/path-reason-words.ts'
import { Time } from '../ui/time.tsx'

/** What one engine said of the chain against one dated store, with the path that it found as evidence. */
export function TrustOpinionView({
  trust,
  leafSha256,
  certificates,
}: {
  trust: TrustOpinion
  leafSha256?: string | undefined
  certificates: ReadonlyMap<string, CertificateSummary>
}) {
  return (
    <div className="grid gap-1">
      <span className="font-medium">
        {trust.error === null ? 'Trusted' : trust.pathFound ? 'A path stands' : 'No path'}
      </span>
      {trust.error === null ? null : (
        <span title={trust.error} className="[overflow-wrap:anywhere]">
          {trust.pathFound ? 'but ' : ''}
          {escapeUnsafe(pathReasonText(trust.error))}
        </span>
      )}
      {trust.path.length === 0 ? null : (
        <ol className="grid gap-0.5 text-xs">
          {trust.path.map((sha256, index) => (
            <li key={sha256} className="flex min-w-0 gap-1">
              <span className="text-ink-3">
                {index === 0 ? 'leaf' : index === trust.path.length - 1 ? 'anchor' : 'CA'}
              </span>
              <Link href={`/certificates/${sha256}`} prefetch={false} className="link min-w-0 truncate">
                <bdi>{escapeUnsafe(certificates.get(sha256)?.name ?? sha256.slice(0, 16))}</bdi>
              </Link>
            </li>
          ))}
        </ol>
      )}
      {leafSha256 === undefined ? null : (
        <Link href={`/certificates/${leafSha256}#paths`} prefetch={false} className="link w-fit text-xs">
          All paths, as judged now
        </Link>
      )}
      <span className="text-ink-3 text-xs">
        Store <bdi>{trust.store.name}</bdi> {trust.store.version}, as of <Time at={trust.store.asOf} show="date" />,
        judged by {trust.engine} at the scan
      </span>
    </div>
  )
}

import Link from 'next/link'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import type { TrustOpinion } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Time } from '../ui/time.tsx'

/** What one engine said of the chain against one dated store, with the path that it found as evidence. */
export function TrustOpinionView({
  trust,
  certificates,
}: {
  trust: TrustOpinion
  certificates: ReadonlyMap<string, CertificateSummary>
}) {
  return (
    <div className="grid gap-1">
      <span className="font-medium">{trust.pathFound ? 'Path found' : 'No path'}</span>
      {trust.error === null ? null : <span>Objection: {escapeUnsafe(trust.error)}</span>}
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
      <span className="text-ink-3 text-xs">
        Store <bdi>{trust.store.name}</bdi> {trust.store.version}, as of <Time at={trust.store.asOf} show="date" />,
        judged by {trust.engine}
      </span>
    </div>
  )
}

import Link from 'next/link'
import type { CertificateSummary } from '#lib/data/endpoints/certificate-summary.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { Time } from '../ui/time.tsx'

/** A certificate by its name, to its page; by its hash where it is not on record. */
export function CertificateLink({
  sha256,
  certificate,
  expiry = true,
}: {
  sha256: string
  certificate: CertificateSummary | undefined
  expiry?: boolean
}) {
  return (
    <span className="grid min-w-0 gap-0.5">
      <Link href={`/certificates/${sha256}`} prefetch={false} className="link w-fit max-w-full truncate" title={sha256}>
        <bdi>{certificate === undefined ? sha256.slice(0, 16) : escapeUnsafe(certificate.name)}</bdi>
      </Link>
      {certificate === undefined || !expiry ? null : (
        <span className="text-ink-3 text-xs">
          {sha256.slice(0, 12)} · ends <Time at={certificate.notAfter} />
        </span>
      )}
    </span>
  )
}

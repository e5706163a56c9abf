import type { CertificateDetail } from '#lib/data/certificates/get-certificate.ts'
import { Badge } from '../ui/badge.tsx'
import { CopyButton } from '../ui/copy-button.client.tsx'
import { countText } from '../ui/count-link.tsx'
import { Hash } from '../ui/hash.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Name } from '../ui/name.tsx'
import { PageHeader } from '../ui/page-header.tsx'

/** Its name, and in words whether it is served now. */
export function CertificateHeader({
  certificate,
  pem,
  now,
}: {
  certificate: CertificateDetail
  pem: string
  now: Date
}) {
  const { sha256, endpoints, anchorOf } = certificate
  return (
    <PageHeader
      title={<Name value={certificate.name === '' ? 'No name' : certificate.name} />}
      parent={{ href: '/certificates', label: 'Certificates' }}
      badges={
        <>
          {endpoints.count === 0 ? null : (
            <Badge className="border-line-strong bg-surface text-ink">
              Served at {countText(endpoints)} {endpoints.count === 1 && endpoints.exact ? 'endpoint' : 'endpoints'}
            </Badge>
          )}
          {certificate.isCa ? <Badge>CA</Badge> : null}
          {anchorOf.length === 0 ? null : <Badge>Anchor</Badge>}
          {endpoints.count === 0 && anchorOf.length === 0 ? (
            <Badge className="border-unknown-mark border-dashed bg-unknown-bg text-unknown-fg">Not served now</Badge>
          ) : null}
          {new Date(certificate.notAfter.getTime() + 1000) <= now ? (
            <Badge className="border-critical-mark bg-surface text-critical-mark">Expired</Badge>
          ) : null}
          {now < certificate.notBefore ? (
            <Badge className="border-high-mark bg-surface text-high-fg">Not yet valid</Badge>
          ) : null}
        </>
      }
      note={
        <span className="inline-flex items-center gap-1">
          SHA-256 <Hash value={sha256} length={24} />
        </span>
      }
      actions={
        <>
          {certificate.isCa || anchorOf.length > 0 ? (
            <LinkButton href={`/what-if/key/${certificate.spkiSha256}`} prefetch={false}>
              What hangs on this key
            </LinkButton>
          ) : null}
          {certificate.isCa ? (
            <LinkButton href={`/reuse/ca-${certificate.spkiSha256}`} prefetch={false}>
              Who chains through it
            </LinkButton>
          ) : null}
          <span className="flex items-center text-ink-2 text-xs">
            PEM
            <CopyButton value={pem} label="Copy the certificate as PEM" />
          </span>
          <LinkButton href={`/api/v1/certificates/${sha256}/pem`} download>
            Download PEM
          </LinkButton>
        </>
      }
    />
  )
}

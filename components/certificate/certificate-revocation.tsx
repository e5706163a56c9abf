import type { RevocationFact } from '#lib/checks/facts.ts'
import { vouchesUntil } from '#lib/checks/revocation.ts'
import type { CertificateRevocation as Revocation } from '#lib/data/revocation/certificate-revocation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { Card } from '../ui/card.tsx'
import { DefinitionList } from '../ui/definition-list.tsx'
import { Hash } from '../ui/hash.tsx'
import { Notice } from '../ui/notice.tsx'
import { RevocationBadge } from '../ui/revocation-badge.tsx'
import { Time } from '../ui/time.tsx'

const sourceWords = {
  crl: 'Revocation list',
  ocsp: 'OCSP responder',
  staple: 'OCSP response that the server stapled',
} as const

/** Whether the issuer took it back, by verified evidence; what can't be verified, or is stale, vouches for nothing. */
export function CertificateRevocation({
  revocation,
  certificate,
  now,
}: {
  revocation: Revocation
  certificate: Pick<Certificate, 'crlUrls' | 'ocspUrls' | 'selfSigned'>
  now: Date
}) {
  const { status, sources } = revocation
  const said = new Set(sources.map((one) => one.status))
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <RevocationBadge status={status} />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <Summary revocation={revocation} certificate={certificate} />
        </span>
      </div>
      {said.has('good') && said.has('revoked') ? (
        <Notice kind="error">
          The sources contradict each other: a revocation by any verified source counts, whatever others say.
        </Notice>
      ) : null}
      {sources.length === 0 ? null : (
        <ul className="divide-y">
          {sources.map((one) => (
            <li key={`${one.source} ${one.url} ${one.evidenceSha256}`} className="grid gap-1 py-3 first:pt-0 last:pb-0">
              <Source fact={one} now={now} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Summary({
  revocation: { status, reason, revokedAt, sources },
  certificate: { crlUrls, ocspUrls, selfSigned },
}: {
  revocation: Revocation
  certificate: Pick<Certificate, 'crlUrls' | 'ocspUrls' | 'selfSigned'>
}) {
  if (status === 'revoked')
    return (
      <>
        Revoked <Time at={revokedAt} />, {reason === null ? 'no reason stated' : `reason: ${reason}`}.
      </>
    )
  if (status === 'good') return 'Its issuer does not list it as revoked.'
  if (sources.length > 0) return 'None of its sources vouches for it now.'
  if (selfSigned) return 'It signs itself: nobody could revoke it but by taking it out of the stores.'
  if (crlUrls.length + ocspUrls.length === 0)
    return 'It names neither a revocation list nor a responder, so nobody is to be asked.'
  return 'Nothing was fetched of what it names yet.'
}

function Source({ fact, now }: { fact: RevocationFact; now: Date }) {
  const { source, url, status, reason, revokedAt, thisUpdate, nextUpdate, evidenceSha256 } = fact
  const endsAt = vouchesUntil(fact)
  const stale = endsAt !== null && endsAt <= now
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <RevocationBadge status={stale ? 'unknown' : status} />
        <span className="font-medium">{sourceWords[source]}</span>
        {stale ? <span className="text-ink-2">stale: it said {status}, and vouches for nothing any more</span> : null}
      </p>
      <DefinitionList
        items={[
          ...(url === null ? [] : [{ term: 'URL', value: <bdi className="font-mono text-xs">{url}</bdi> }]),
          ...(reason === null
            ? []
            : [{ term: status === 'unknown' ? 'Why it is unknown' : 'Reason', value: <bdi>{reason}</bdi> }]),
          ...(revokedAt === null ? [] : [{ term: 'Revoked', value: <Time at={revokedAt} show="both" /> }]),
          ...(thisUpdate === null ? [] : [{ term: 'Made', value: <Time at={thisUpdate} show="both" /> }]),
          ...(nextUpdate === null ? [] : [{ term: 'Counts until', value: <Time at={nextUpdate} show="both" /> }]),
          ...(evidenceSha256 === null
            ? []
            : [{ term: 'SHA-256 of the evidence', value: <Hash value={evidenceSha256} length={24} /> }]),
        ]}
      />
    </>
  )
}

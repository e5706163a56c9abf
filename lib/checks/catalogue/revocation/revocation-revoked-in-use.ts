import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { AddressFacts } from '#lib/checks/facts.ts'
import { describeOutcome } from '#lib/checks/freshness.ts'
import { overServed } from '#lib/checks/per-address.ts'
import type { EffectivePolicy } from '#lib/checks/policy.ts'
import { revocationEvidence, revocationGap, revocationStanding, vouchesUntil } from '#lib/checks/revocation.ts'
import { type ServedChain, servedChains } from '#lib/checks/served-chains.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { revoked: 'critical', 'issuer-revoked': 'critical' } as const

/** CA/B BR 1.6.1: so short a life needs no revocation. */
const shortLivedDays = 7

export const revocationRevokedInUse = defineEndpointCheck({
  id: 'revocation-revoked-in-use',
  group: 'revocation',
  rung: 'current',
  title: 'Revoked certificate in use',
  why: 'The issuer has said that this certificate must not be trusted any more, mostly because its key is known to others.',
  fix: "Replace it with a new key at once (certbot certonly --force-renewal --key-type ecdsa; cmctl renew NAME with rotationPolicy: Always) and reload the server. Then find out who revoked it and why, for it may have been a theft of the key, and which clients go on connecting: they don't check.",
  severities,
  needs: ['handshake', 'revocation'],
  parameters: ['revocationMaxAgeSeconds', 'revocationEvidence'],
  references: [
    { label: 'RFC 6960', url: 'https://www.rfc-editor.org/rfc/rfc6960' },
    { label: 'RFC 5280 section 5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-5' },
    { label: 'CA/B Forum TLS BR 4.9.1.1', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'validation checks certificate status',
    },
    { framework: 'ietf-rfc', control: 'RFC6960', relation: 'direct', rationale: 'status protocol' },
    { framework: 'ietf-rfc', control: 'RFC5280 §5', relation: 'direct', rationale: 'CRL profile' },
    {
      framework: 'cabf-br',
      control: '4.9.1.1',
      relation: 'direct',
      rationale: 'reasons and time limits for revocation',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-01',
      relation: 'direct',
      rationale: 'credentials are revoked and managed',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'authentication is dynamic',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'a withdrawn identity still authenticates',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'certificates are not revoked' },
  ],
  evaluate: (facts, { now, policy }) =>
    overServed(facts, severities, ({ latest, lastOutcome }) => {
      if (latest === null) return [{ verdict: notAssessed(`never reached: ${describeOutcome(lastOutcome)}`) }]
      return servedChains(latest, facts).map((served) => ({
        served,
        verdict: judge(served, latest.revocation, policy, now),
      }))
    }),
})

type Known = NonNullable<AddressFacts['latest']>['revocation']

function judge(
  served: ServedChain,
  known: Known,
  policy: EffectivePolicy,
  now: Date,
): Verdict<keyof typeof severities> {
  const { leaf } = served
  if (leaf === null) return notAssessed('no readable leaf certificate')
  const facts = known?.get(leaf.sha256) ?? []
  const standing = revocationStanding(facts, now, policy.revocationMaxAgeSeconds)
  const evidence = revocationEvidence(facts)
  if (standing.status === 'revoked') return fail('revoked', evidence, vouchesUntil(standing.by))
  const above = revokedAbove(served, known, now)
  if (above !== null) return above
  if (standing.status === 'good') return pass(evidence, standing.endsAt)
  if (validityOf(leaf).days <= shortLivedDays) return notApplicable('short-lived')
  const sources = [...leaf.crlUrls, ...leaf.ocspUrls]
  if (sources.length === 0 && facts.length === 0) {
    const none = 'the certificate names no source of revocation'
    return policy.revocationEvidence === 'required'
      ? notAssessed(revocationGap('revocation-absent', none))
      : notApplicable(none)
  }
  if (known === undefined) return notAssessed('no revocation evidence gathered')
  if (facts.length > 0) return notAssessed(standing.reason)
  return notAssessed(
    sources.some((url) => /^https?:/i.test(url))
      ? 'no revocation evidence: not fetched yet'
      : 'no revocation evidence: the certificate names no source over HTTP',
  )
}

/** Where another path leads past what was revoked, clients may take it. */
function revokedAbove({ trust }: ServedChain, known: Known, now: Date): Verdict<'issuer-revoked'> | null {
  if (trust.status !== 'observed') return null
  const { path, verdict } = trust.value
  const paths = verdict?.paths.map(({ sha256 }) => sha256) ?? (path.length > 0 ? [path] : [])
  const stopped = paths.map((hashes) => firstRevoked(hashes.slice(1), known, now))
  const [first] = stopped
  if (!first || stopped.includes(null)) return null
  const ends = stopped.flatMap((one) => one?.until?.getTime() ?? [])
  return fail(
    'issuer-revoked',
    { issuerSha256: first.sha256, ...revocationEvidence(known?.get(first.sha256) ?? []) },
    ends.length === 0 ? null : new Date(Math.min(...ends)),
  )
}

function firstRevoked(path: readonly string[], known: Known, now: Date): { sha256: string; until: Date | null } | null {
  for (const sha256 of path) {
    const standing = revocationStanding(known?.get(sha256) ?? [], now)
    if (standing.status === 'revoked') return { sha256, until: vouchesUntil(standing.by) }
  }
  return null
}

import { defineEndpointCheck, type EvaluationContext, type Verdict } from '#lib/checks/contract.ts'
import type { AddressFacts } from '#lib/checks/facts.ts'
import { describeOutcome } from '#lib/checks/freshness.ts'
import { overServed } from '#lib/checks/per-address.ts'
import { type ServedChain, servedChains } from '#lib/checks/served-chains.ts'
import { validityOf } from '#lib/checks/validity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { revoked: 'critical' } as const

/** CA/B BR 1.6.1: so short a life needs no revocation. */
const shortLivedDays = 7

export const revocationRevokedInUse = defineEndpointCheck({
  id: 'revocation-revoked-in-use',
  group: 'revocation',
  rung: 'current',
  title: 'Revoked certificate in use',
  why: 'The issuer has said that this certificate must not be trusted any more, mostly because its key is known to others.',
  fix: 'Replace it with a new key at once; find out who revoked it and why, and which clients go on connecting.',
  severities,
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
  evaluate: (facts, context) =>
    overServed(facts, severities, ({ latest, lastOutcome }) => {
      if (latest === null) return [{ verdict: notAssessed(`never reached: ${describeOutcome(lastOutcome)}`) }]
      return servedChains(latest, facts).map((served) => ({
        served,
        // Evidence is gathered of the main leaf.
        verdict: judge(served.leaf, served.audience === 'all' ? latest.revocation : undefined, context),
      }))
    }),
})

function judge(
  leaf: ServedChain['leaf'],
  revocation: NonNullable<AddressFacts['latest']>['revocation'],
  { now }: EvaluationContext,
): Verdict<keyof typeof severities> {
  if (leaf === null) return notAssessed('no readable leaf certificate')
  if (revocation?.status === 'observed') {
    const { status, source, url, revokedAt, reason, nextUpdate } = revocation.value
    const evidence = { source, url, reason, revokedAt: revokedAt?.toISOString() ?? null }
    // Revoked stays revoked; that it is not holds no longer than the evidence says.
    if (status === 'revoked') return fail('revoked', evidence)
    return now < nextUpdate ? pass(evidence, nextUpdate) : notAssessed('revocation evidence is stale')
  }
  if (validityOf(leaf).days <= shortLivedDays) return notApplicable('short-lived')
  if (leaf.ocspUrls.length + leaf.crlUrls.length === 0)
    return notApplicable('the certificate names no source of revocation')
  return notAssessed(
    revocation === undefined ? 'no revocation evidence gathered' : `no revocation evidence: ${revocation.reason}`,
  )
}

import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts, IdentityRecord, RevocationFact } from '#lib/checks/facts.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { revocationEvidence, revocationStanding, vouchesUntil } from '#lib/checks/revocation.ts'
import { noRevocationDuty, nothingGathered, revocationFactsOf } from '#lib/checks/revocation-duty.ts'
import { silenceOf } from '#lib/checks/revocation-silence.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { crucial: 'high', usual: 'medium' } as const

export const revocationStatusUnavailable = defineEndpointCheck({
  id: 'revocation-status-unavailable',
  group: 'revocation',
  title: 'Revocation status could not be established',
  why: 'Clients that insist on a status refuse the connection, and those that do not would accept the certificate after it was revoked.',
  fix: "Restore what the evidence names, or cache CRLs where clients reach them. Check it with curl -sS URL | openssl crl -inform DER -noout -nextupdate for a CRL, and with openssl ocsp -issuer issuer.pem -cert leaf.pem -url URL -resp_text for a responder. Where the path there is closed on purpose, allow it in the site's scope.",
  severities,
  needs: ['handshake', 'revocation'],
  references: [
    { label: 'RFC 9325 section 7.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-7.5' },
    { label: 'NIST SP 800-52r2 section 3.2', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    { label: 'NIST SP 800-53r5 IA-5(2)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'status information has to be at hand for validation',
    },
    { framework: 'ietf-rfc', control: 'RFC9325 §7.5', relation: 'direct', rationale: 'revocation checking in TLS' },
    {
      framework: 'nist-sp-800-52',
      control: '3.2',
      relation: 'direct',
      rationale: 'the issuing CA publishes revocation information',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'authentication depends on status' },
    {
      framework: 'nist-csf',
      control: 'DE.CM-09',
      relation: 'supporting',
      rationale: 'services that security rests on are monitored',
    },
    {
      framework: 'pci-dss',
      control: '4.2.1',
      relation: 'direct',
      rationale: 'certificates are confirmed as not revoked',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => judge(leaf, address, facts, context.now)),
})

function judge(
  leaf: Certificate,
  address: AssessableAddress,
  endpoint: EndpointFacts,
  now: Date,
): Verdict<keyof typeof severities> {
  const gathered = revocationFactsOf(endpoint, address, leaf)
  const facts = gathered ?? []
  const noDuty = noRevocationDuty(leaf)
  if (noDuty !== null) return notApplicable(noDuty)
  if (leaf.crlUrls.length + leaf.ocspUrls.length + facts.length === 0) {
    return notApplicable('the certificate names no source of revocation')
  }
  if (facts.length === 0) return notAssessed(nothingGathered(leaf, gathered))
  const standing = revocationStanding(facts, now)
  const evidence = { crlUrls: leaf.crlUrls, ocspUrls: leaf.ocspUrls, ...revocationEvidence(facts) }
  if (standing.status === 'good') return pass(evidence, standing.endsAt)
  if (standing.status === 'revoked') return pass(evidence, vouchesUntil(standing.by))
  const silent = facts.flatMap((fact) => {
    const found = silenceOf(fact, now)
    return found === null ? [] : [{ source: fact.source, url: fact.url, ...found }]
  })
  if (silent.some(({ silence }) => silence === 'unavailable')) {
    return fail(gradeOf(endpoint.identity), { ...evidence, silent, lastGoodAt: lastGood(facts) })
  }
  return silent.every(({ silence }) => silence === 'open')
    ? notAssessed(standing.reason)
    : notApplicable('its sources answer, with what counts for nothing')
}

function gradeOf(identity: IdentityRecord | null): keyof typeof severities {
  return identity?.criticality === 'critical' ? 'crucial' : 'usual'
}

/** When a source last said that it is good; null for never. */
function lastGood(facts: readonly RevocationFact[]): string | null {
  const said = facts.flatMap(({ status, thisUpdate }) =>
    status === 'good' && thisUpdate ? [thisUpdate.getTime()] : [],
  )
  return said.length === 0 ? null : new Date(Math.max(...said)).toISOString()
}

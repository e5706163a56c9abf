import { defineEndpointCheck, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts, RevocationFact } from '#lib/checks/facts.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { revocationEvidence, revocationStanding, vouchesUntil } from '#lib/checks/revocation.ts'
import { noRevocationDuty, nothingGathered, revocationFactsOf } from '#lib/checks/revocation-duty.ts'
import { silenceOf } from '#lib/checks/revocation-silence.ts'
import { isPubliclyTrusted } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { dayMs } from '#lib/core/time.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

const severities = { signature: 'high', form: 'medium', window: 'medium', 'long-window': 'low' } as const

/** CA/B BR 4.9.9 and 4.9.10: how long an answer of a responder may count. */
const mostOcspMs = 10 * dayMs

export const revocationEvidenceInvalid = defineEndpointCheck({
  id: 'revocation-evidence-invalid',
  group: 'revocation',
  title: 'CRL or OCSP response invalid or stale',
  why: 'Evidence that nobody entitled has signed, or that has run out, says nothing: clients that accept it can be shown a revoked certificate as good.',
  fix: "Repair the CA's publishing job: sign with the CA's key or a delegated responder's (extended key usage OCSPSigning), publish before nextUpdate, and alert on it. Check it with openssl crl -in list.crl -inform DER -noout -nextupdate -CAfile issuer.pem -verify and openssl ocsp -issuer issuer.pem -cert leaf.pem -url URL -CAfile store.pem (both tell whether the signature verifies). For a bad staple, renew the server's own cache (nginx: ssl_stapling_file or ssl_stapling_verify on).",
  severities,
  needs: ['handshake', 'trust', 'revocation'],
  references: [
    { label: 'RFC 6960 section 4.2.2', url: 'https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2' },
    { label: 'RFC 5280 section 5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-5' },
    { label: 'CA/B Forum TLS BR 4.9.9', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC6960',
      relation: 'direct',
      rationale: 'responders are authorised and their answers have a window',
    },
    { framework: 'ietf-rfc', control: 'RFC5280 §5', relation: 'direct', rationale: 'CRLs are validated' },
    { framework: 'cabf-br', control: '4.9.9', relation: 'direct', rationale: 'answers count for ten days at most' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'direct',
      rationale: 'revocation data that paths are validated by is valid itself',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'authentication relies on it' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) => judge(leaf, address, facts, context.now)),
})

const order = ['signature', 'form', 'window'] as const

function judge(
  leaf: Certificate,
  address: AssessableAddress,
  endpoint: EndpointFacts,
  now: Date,
): Verdict<keyof typeof severities> {
  const gathered = revocationFactsOf(endpoint, address, leaf)
  const facts = gathered ?? []
  if (facts.length === 0) {
    const noDuty = noRevocationDuty(leaf)
    if (noDuty !== null) return notApplicable(noDuty)
    if (leaf.crlUrls.length + leaf.ocspUrls.length === 0) {
      return notApplicable('the certificate names no source of revocation')
    }
    return notAssessed(nothingGathered(leaf, gathered))
  }
  const silent = facts.flatMap((fact) => {
    const found = silenceOf(fact, now)
    return found === null ? [] : [{ source: fact.source, url: fact.url, ...found }]
  })
  const invalid = silent.filter(({ silence }) => order.some((one) => one === silence))
  const grade = order.find((one) => invalid.some(({ silence }) => silence === one))
  const evidence = revocationEvidence(facts)
  if (grade !== undefined) return fail(grade, { ...evidence, invalid })
  const long = isPubliclyTrusted(endpoint, address) ? facts.filter(countsTooLong) : []
  if (long.length > 0) return fail('long-window', { ...evidence, longWindow: long.map(({ url }) => url) })
  const standing = revocationStanding(facts, now)
  if (standing.status === 'unknown') return notAssessed(standing.reason)
  return pass(evidence, standing.status === 'good' ? standing.endsAt : vouchesUntil(standing.by))
}

function countsTooLong({ source, thisUpdate, nextUpdate }: RevocationFact): boolean {
  if (source === 'crl' || thisUpdate === null || nextUpdate === null) return false
  return nextUpdate.getTime() - thisUpdate.getTime() > mostOcspMs
}

import { defineEndpointCheck, type EvaluationContext, type Verdict } from '#lib/checks/contract.ts'
import type { EndpointFacts } from '#lib/checks/facts.ts'
import { type AssessableAddress, perLeaf } from '#lib/checks/per-address.ts'
import { pathsOf, trustOf } from '#lib/checks/trust.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { unpinned: 'high', issuer: 'high' } as const

export const identityPinMismatch = defineEndpointCheck({
  id: 'identity-pin-mismatch',
  group: 'identity-binding',
  rung: 'bound',
  rungRole: 'breaks',
  title: 'Key, or the key of its issuer, is not one that the identity is pinned to',
  why: 'The identity is pinned to named keys: another key means that somebody else answers, or that a rotation went past the record.',
  fix: 'Find out who issued the new key. If the rotation was meant, add its SPKI hash to the pins of the identity before the next one (openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256); a pin on the issuing CA lives through rotations. Else treat the endpoint as taken over: take it out of service, revoke, and look for who had access.',
  severities,
  needs: ['handshake', 'trust', 'inventory'],
  parameters: ['pins', 'issuerPins'],
  references: [
    { label: 'NIST SP 800-53r5 IA-9', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
    {
      label: 'RFC 7469 section 2.4',
      url: 'https://www.rfc-editor.org/rfc/rfc7469#section-2.4',
      note: 'A pin is the SHA-256 of a SubjectPublicKeyInfo, as here. A pinned issuer has to stand on every valid path.',
    },
  ],
  controls: [
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'supporting',
      rationale: 'a pinned key identifies the service beyond its name',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5(2)',
      relation: 'supporting',
      rationale: 'the key is bound to the identity on record',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'supporting',
      rationale: 'identities are bound to credentials',
    },
  ],
  evaluate: (facts, context) => {
    const { pins, issuerPins } = context.policy
    if (pins === null && issuerPins === null) return notApplicable('no key is pinned')
    return perLeaf(facts, context, severities, ({ spkiSha256 }, address) => {
      if (pins !== null && !pins.includes(spkiSha256)) return fail('unpinned', { spkiSha256, pins })
      return issuerPins === null ? pass({ spkiSha256 }) : judgeIssuers(facts, address, context, issuerPins)
    })
  },
})

/** A pinned CA stands on every valid path: a path past it is one by which another issuer can stand in. */
function judgeIssuers(
  facts: EndpointFacts,
  address: AssessableAddress,
  { now }: EvaluationContext,
  issuerPins: readonly string[],
): Verdict<keyof typeof severities> {
  const trust = trustOf(facts, address)
  if (!trust.known) return notAssessed(trust.reason)
  const paths = pathsOf(trust.opinion, address, now)
  if (paths.length === 0) return notAssessed('no path verifies who issued it')
  const past = paths.filter(
    ({ certificates }) => !certificates.slice(1).some((one) => issuerPins.includes(one.spkiSha256)),
  )
  if (past.length === 0) return pass({ paths: paths.length, issuerPins })
  // Of a path that is not wholly on record nobody knows; one that is leads past the pins whatever the others do.
  const first = past.find(({ sha256, certificates }) => certificates.length === sha256.length)
  if (first === undefined) return notAssessed('a certificate of a path is not on record')
  return fail('issuer', {
    path: first.certificates.map(({ subject }) => subject),
    pathsPastThePins: past.length,
    issuerPins,
  })
}

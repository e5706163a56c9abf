import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { gradeByEnvironment } from '#lib/checks/environment.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { referenceIdentity } from '#lib/checks/reference-identity.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { matchIdentity } from '#lib/x509/match-host.ts'

const severities = { production: 'critical', elsewhere: 'high' } as const

export const identityReferenceMismatch = defineEndpointCheck({
  id: 'identity-reference-mismatch',
  group: 'identity-binding',
  rung: 'bound',
  title: 'Certificate does not carry the name that the service has to prove',
  why: 'A certificate for another name proves another service. A client that connects all the same does not check names, so anybody with any trusted certificate can pose as this service.',
  fix: 'Reissue the certificate with the name in a subjectAltName (certbot certonly -d NAME; cert-manager: spec.dnsNames), or correct the routing if another service answers here. Never turn off the check of names in clients.',
  severities,
  environmentWeighed: true,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'RFC 9525 section 6.3', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.3' },
    { label: 'RFC 9525 section 6.4', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.4' },
    { label: 'RFC 9525 section 6.6', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.6' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §6.3',
      relation: 'direct',
      rationale: 'the match rules the check applies',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §6.4',
      relation: 'direct',
      rationale: 'address identities match octet for octet',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §6.6',
      relation: 'direct',
      rationale: 'an automated client should terminate on no match',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'a session whose peer name does not match is not authentic',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-9',
      relation: 'direct',
      rationale: 'the service is not uniquely identified before communication',
    },
    { framework: 'nist-csf', control: 'PR.AA-03', relation: 'direct', rationale: 'services are authenticated' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-2',
      relation: 'direct',
      rationale: 'communication is secured only when the endpoint is the intended one',
    },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-6',
      relation: 'supporting',
      rationale: 'authentication must hold before access is allowed',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI4:2025',
      relation: 'interpretive',
      rationale: 'authentication that accepts the wrong identity is insecure authentication',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'only trusted certificates are accepted' },
  ],
  evaluate: (facts, context) => {
    if (facts.identity?.kind === 'spiffe') return notApplicable('the identity is a SPIFFE ID')
    const wanted = referenceIdentity(facts)
    if (wanted === null) return notAssessed('neither an identity nor a name to compare with')
    const reference = wanted.value
    return perLeaf(facts, context, severities, (leaf) => {
      const { matched, by, presented } = matchIdentity(leaf, wanted)
      if (matched) return pass({ reference, matchedBy: by?.value })
      const internetFacing = facts.internetFacing === true
      return fail(internetFacing ? 'production' : gradeByEnvironment(facts.identity), { reference, presented })
    })
  },
})

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { unexpected: 'medium', count: 'low' } as const

const mostIdentifiers = 25

export const identitySanOversized = defineEndpointCheck({
  id: 'identity-san-oversized',
  group: 'identity-binding',
  title: 'Certificate names too many identities',
  why: 'Each name in a certificate is one more service that its key can pose as, and one more reason not to revoke it.',
  fix: 'Split it into one certificate per service and let automation renew each (one cert-manager Certificate per service; one certbot --cert-name per service; HAProxy: crt DIRECTORY; nginx: one server block each); where the further names belong to this service, list them as allowed names of its identity.',
  severities,
  needs: ['handshake', 'inventory'],
  parameters: ['allowedNames'],
  references: [
    { label: 'RFC 9525 section 5', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-5' },
    { label: 'RFC 9525 section 7.5', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-7.5' },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §5',
      relation: 'direct',
      rationale: 'request as few identifiers as necessary',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §7.5',
      relation: 'direct',
      rationale: 'names in one certificate share risk',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI9:2025',
      relation: 'interpretive',
      rationale: 'one credential stands for several services',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12',
      relation: 'direct',
      rationale: 'compromise of one key reaches every listed name',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'direct',
      rationale: 'credentials should be bound to one identity',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const { allowedNames } = context.policy
      const expected = [facts.identity?.name, facts.serverName, facts.host, ...allowedNames]
      const unexpected = leaf.subjectAltNames.filter(({ value }) => !expected.includes(value)).map(({ value }) => value)
      const evidence = { identifiers: leaf.subjectAltNames.length, limit: mostIdentifiers }
      // Only who has listed allowed names has said that all others are unexpected.
      if (allowedNames.length > 0 && unexpected.length > 0) return fail('unexpected', { ...evidence, unexpected })
      return leaf.subjectAltNames.length > mostIdentifiers ? fail('count', evidence) : pass(evidence)
    }),
})

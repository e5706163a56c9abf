import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { leavesShared, passWhileServed, servedLeaves } from '#lib/checks/served.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { owners: 'high', services: 'medium' } as const

export const reuseCertificateAcrossServices = defineEndpointCheck({
  id: 'reuse-certificate-across-services',
  group: 'reuse-and-isolation',
  reuse: ['identities', 'owners'],
  title: 'One certificate used by several services',
  why: 'The certificate cannot say which of the services answers: each of them can pose as every other.',
  fix: 'Give each service an identity and a certificate of its own (one cert-manager Certificate or certbot --cert-name for each; HAProxy: crt DIRECTORY chooses by SNI); behind one terminator, record the terminator as the identity, and bind the endpoints to it.',
  severities,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'RFC 9525 section 7.5', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-7.5' },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
    { label: 'NIST SP 800-207 section 2.1 tenet 1', url: 'https://doi.org/10.6028/NIST.SP.800-207' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI9:2025', relation: 'direct', rationale: 'reuse across services' },
    { framework: 'nist-sp-800-53', control: 'IA-4', relation: 'supporting', rationale: 'unique identifiers' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key scope' },
    { framework: 'ietf-rfc', control: 'RFC9525 §7.5', relation: 'direct', rationale: 'shared names share risk' },
    { framework: 'nist-csf', control: 'PR.AA-02', relation: 'direct', rationale: 'binding' },
    {
      framework: 'nist-sp-800-207',
      control: 'tenet-1',
      relation: 'supporting',
      rationale: 'each service is a resource of its own',
    },
  ],
  evaluate: (facts, context) => {
    const leaves = new Set(servedLeaves(facts).map(({ sha256 }) => sha256))
    if (leaves.size === 0) return notAssessed('no certificate seen yet')
    const { identity } = facts
    if (identity === null) return notApplicable('the endpoint has no identity')
    const uses = facts.sharedUses.filter((use) => leaves.has(use.certificateSha256) && use.identity?.id !== identity.id)
    const evidence = {
      certificateSha256: leavesShared(facts, uses),
      servedAlsoBy: uses.map(({ endpointLabel, identity: other }) => ({
        endpoint: endpointLabel,
        identity: other?.name ?? null,
      })),
    }
    const known = uses.flatMap(({ identity: other }) => (other === null ? [] : [other]))
    if (known.some((other) => other.owner !== identity.owner || other.criticality !== identity.criticality))
      return fail('owners', evidence)
    if (known.length > 0) return fail('services', evidence)
    return uses.length > 0
      ? notAssessed(`served also by ${uses.length} endpoints without an identity`)
      : passWhileServed(facts, context, evidence)
  },
})

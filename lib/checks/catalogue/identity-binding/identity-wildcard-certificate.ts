import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { dnsNames, isPublicSuffix } from '#lib/checks/names.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, pass } from '#lib/checks/verdict.ts'

const severities = { malformed: 'high', shared: 'high', single: 'low' } as const

export const identityWildcardCertificate = defineEndpointCheck({
  id: 'identity-wildcard-certificate',
  group: 'identity-binding',
  reuse: ['wildcard'],
  title: 'Wildcard certificate in service',
  why: 'A wildcard vouches for every host below a name: whoever holds its key on the weakest of them can pose as all others.',
  fix: 'Issue one certificate per service by automation (certbot certonly -d NAME; a cert-manager Certificate or an annotated Ingress for each; HAProxy: crt DIRECTORY chooses by SNI). Where one terminator really serves all hosts, list the wildcard among the allowed names of its identity, and keep its key on that terminator alone.',
  severities,
  needs: ['handshake', 'inventory'],
  parameters: ['allowedNames'],
  references: [
    { label: 'RFC 9525 section 6.3', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.3' },
    { label: 'RFC 9525 section 7.1', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-7.1' },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §6.3',
      relation: 'direct',
      rationale: 'only a complete left-most-label wildcard may match',
    },
    {
      framework: 'ietf-rfc',
      control: 'RFC9525 §7.1',
      relation: 'direct',
      rationale: 'a wildcard vouches for any single-label host',
    },
    {
      framework: 'owasp-nhi',
      control: 'NHI9:2025',
      relation: 'direct',
      rationale: 'one identity is reused by several services',
    },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'one key spreads to many holders' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-4',
      relation: 'supporting',
      rationale: 'the identifier is not unique to a service',
    },
    {
      framework: 'nist-csf',
      control: 'PR.AA-02',
      relation: 'direct',
      rationale: 'identity should be bound to one workload',
    },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf) => {
      const names = dnsNames(leaf)
      if (names.length === 0) return notApplicable('no DNS name in the certificate')
      const wildcards = names.filter((name) => name.includes('*'))
      const malformed = wildcards.filter((name) => !isWellFormed(name))
      if (malformed.length > 0) return fail('malformed', { wildcards, malformed })
      const sharedWith = facts.sharedUses
        .filter((use) => use.certificateSha256 === leaf.sha256 && use.identity?.id !== facts.identity?.id)
        .map(({ endpointLabel }) => endpointLabel)
      if (wildcards.length > 0 && sharedWith.length > 0) return fail('shared', { wildcards, sharedWith })
      const unlisted = wildcards.filter((name) => !context.policy.allowedNames.includes(name))
      return unlisted.length > 0 ? fail('single', { wildcards: unlisted }) : pass({ wildcards })
    }),
})

/** One star, as the whole left-most label, and not over a public suffix (RFC 9525 6.3). */
function isWellFormed(name: string): boolean {
  return (
    name.startsWith('*.') &&
    name.lastIndexOf('*') === 0 &&
    name.slice(2).includes('.') &&
    !isPublicSuffix(name.slice(2))
  )
}

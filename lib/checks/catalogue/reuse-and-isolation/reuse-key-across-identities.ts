import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { leavesShared, passWhileServed, servedLeaves } from '#lib/checks/served.ts'
import { fail, notApplicable, notAssessed } from '#lib/checks/verdict.ts'

const severities = { owners: 'critical', identities: 'high' } as const

export const reuseKeyAcrossIdentities = defineEndpointCheck({
  id: 'reuse-key-across-identities',
  group: 'reuse-and-isolation',
  reuse: ['identities', 'owners'],
  title: 'Same key under different identities',
  why: 'A key is the identity. Two identities with one key are one identity under two names, whatever their certificates say.',
  fix: "Rekey all but one of them (a fresh key at each request: openssl req -newkey; cert-manager: rotationPolicy: Always; certbot without --reuse-key), or all, where an owner could read another's. Then look for the image or script that ships the key.",
  severities,
  needs: ['handshake', 'inventory'],
  references: [
    { label: 'CA/B Forum TLS BR 6.1.2', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'OWASP NHI9:2025', url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/9-nhi-reuse/' },
    { label: 'NIST SP 800-53r5 SC-12(3)', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    { framework: 'owasp-nhi', control: 'NHI9:2025', relation: 'direct', rationale: 'reuse' },
    { framework: 'nist-sp-800-53', control: 'SC-12(3)', relation: 'direct', rationale: 'asymmetric key control' },
    {
      framework: 'nist-sp-800-53',
      control: 'IA-5',
      relation: 'direct',
      rationale: 'authenticators are unique to their holder',
    },
    { framework: 'nist-csf', control: 'PR.AA-02', relation: 'direct', rationale: 'binding of identity to credential' },
    {
      framework: 'cabf-br',
      control: '6.1.2',
      relation: 'direct',
      rationale: 'private key communicated to others means revocation',
    },
  ],
  evaluate: (facts, context) => {
    const leaves = servedLeaves(facts)
    if (leaves.length === 0) return notAssessed('no certificate seen yet')
    const { identity } = facts
    if (identity === null) return notApplicable('the endpoint has no identity')
    const uses = facts.sharedUses.filter(
      (use) => use.identity?.id !== identity.id && !leaves.some(({ sha256 }) => sha256 === use.certificateSha256),
    )
    const evidence = {
      certificateSha256: leavesShared(facts, uses),
      keySharedWith: uses.map(({ endpointLabel, identity: other, spkiSha256 }) => ({
        endpoint: endpointLabel,
        identity: other?.name ?? null,
        spkiSha256,
      })),
    }
    const known = uses.flatMap(({ identity: other }) => (other === null ? [] : [other]))
    if (known.some(({ owner }) => owner !== identity.owner)) return fail('owners', evidence)
    if (known.length > 0) return fail('identities', evidence)
    return uses.length > 0
      ? notAssessed(`the key is used by ${uses.length} endpoints without an identity`)
      : passWhileServed(facts, context, evidence)
  },
})

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { internalNames } from '#lib/checks/names.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { ifPubliclyTrusted } from '#lib/checks/trust.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { internal: 'high' } as const

export const identityInternalNamePublicCa = defineEndpointCheck({
  id: 'identity-internal-name-public-ca',
  group: 'identity-binding',
  title: 'Internal name or reserved address in a publicly trusted certificate',
  why: 'No public CA can validate a name that is not unique on the internet: a certificate for such a name proves nothing, and it tells the world about the inside.',
  fix: 'Issue internal identities from a private CA (step-ca, Vault, cert-manager with an Issuer of type CA) and let clients trust that; or give the service a name under a domain that you own. Ask the public CA to revoke this certificate: it has to.',
  severities,
  needs: ['handshake', 'trust'],
  references: [
    { label: 'CA/B Forum TLS BR 7.1.2.7.12', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-53r5 SC-17', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'cabf-br',
      control: '7.1.2.7.12',
      relation: 'direct',
      rationale: 'Internal Names, Reserved IP Addresses and reverse-zone names must not appear',
    },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-17',
      relation: 'direct',
      rationale: 'certificates come under an approved policy',
    },
    { framework: 'nist-csf', control: 'PR.AA-02', relation: 'direct', rationale: 'the name is not provably bound' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, (leaf, address) =>
      ifPubliclyTrusted(facts, address, () => {
        const internal = internalNames(leaf)
        return internal.length > 0 ? fail('internal', { internal }) : pass({ identifiers: leaf.subjectAltNames.length })
      }),
    ),
})

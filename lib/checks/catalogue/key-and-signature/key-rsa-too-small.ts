import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { broken: 'critical', small: 'high' } as const

export const keyRsaTooSmall = defineEndpointCheck({
  id: 'key-rsa-too-small',
  group: 'key-and-signature',
  rung: 'trusted',
  rungRole: 'breaks',
  title: 'RSA key below 2048 bits',
  why: 'Keys of 1024 bits are within reach of well-funded attackers, and below 1024 of anybody: who factors the key is the service.',
  fix: 'Rekey with P-256 or RSA 3072 and reissue (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, or -algorithm RSA -pkeyopt rsa_keygen_bits:3072; cert-manager: privateKey.size; certbot: --rsa-key-size 3072). Set the CA to refuse smaller requests (Vault: key_bits of the role).',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'RFC 9325 section 4.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.5' },
    { label: 'CA/B Forum TLS BR 6.1.5', url: 'https://github.com/cabforum/servercert/blob/main/docs/BR.md' },
    { label: 'NIST SP 800-52r2 section 3.2', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
  ],
  controls: [
    { framework: 'cabf-br', control: '6.1.5', relation: 'direct', rationale: 'at least 2048 bits' },
    { framework: 'ietf-rfc', control: 'RFC9325 §4.5', relation: 'direct', rationale: 'at least a 2048-bit modulus' },
    { framework: 'nist-sp-800-52', control: '3.2', relation: 'direct', rationale: 'at least 112 bits of security' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-12(3)',
      relation: 'direct',
      rationale: 'asymmetric keys by approved means',
    },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'confidentiality and integrity in transit',
    },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'encryption strength is appropriate' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ publicKey: { algorithm, bits } }) => {
      if (!algorithm.startsWith('rsa')) return notApplicable('not an RSA key')
      if (bits === null) return notAssessed('the size of the key could not be read')
      const evidence = { algorithm, bits }
      if (bits < 1024) return fail('broken', evidence)
      return bits < 2048 ? fail('small', evidence) : pass(evidence)
    }),
})

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { missing: 'low' } as const

export const pqcKeyExchangeMissing = defineEndpointCheck({
  id: 'pqc-key-exchange-missing',
  group: 'pqc-readiness',
  title: 'No post-quantum key exchange',
  why: 'Traffic recorded today can be read once quantum computers come; a hybrid key exchange stops that already now.',
  fix: 'Enable X25519MLKEM768 (OpenSSL 3.5 or later: Groups = X25519MLKEM768:X25519; Go 1.24 or later does by default; nginx: ssl_ecdh_curve X25519MLKEM768:X25519).',
  severities,
  references: [
    { label: 'NIST IR 8547 (draft) Table 4', url: 'https://csrc.nist.gov/pubs/ir/8547/ipd' },
    { label: 'NIST SP 800-53r5 SC-13', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'mozilla-tls',
      control: 'intermediate',
      relation: 'direct',
      rationale: '6.0 lists X25519MLKEM768 first',
    },
    {
      framework: 'nist-ir-8547',
      control: 'Table 4',
      relation: 'direct',
      rationale: 'classical key establishment disallowed after 2035',
    },
    {
      framework: 'us-eo-14412',
      control: 'EO14412-KEX',
      relation: 'direct',
      rationale: 'federal high-value assets by 2030-12-31',
    },
    {
      framework: 'cnsa',
      control: 'CNSA2-KEM',
      relation: 'direct',
      rationale: 'ML-KEM-1024 for national security systems',
    },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'cryptography fit for its use' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'key establishment' },
    {
      framework: 'nist-csf',
      control: 'PR.DS-02',
      relation: 'direct',
      rationale: 'confidentiality against later decryption',
    },
    { framework: 'nist-csf', control: 'ID.RA-03', relation: 'supporting', rationale: 'threats are identified' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'response plan to anticipated changes' },
  ],
  evaluate: (facts, context) =>
    perAddress(facts, context, severities, ({ facts: { group, protocol } }) => {
      if (group.status !== 'observed') return notAssessed(`key exchange not seen: ${group.reason}`)
      const name = group.value?.name ?? null
      const evidence = { group: name, protocol: protocol.status === 'observed' ? protocol.value : null }
      // The hello offers a hybrid group first, so a capable server takes it.
      return name !== null && /mlkem/i.test(name) ? pass(evidence) : fail('missing', evidence)
    }),
})

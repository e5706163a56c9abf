import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perLeaf } from '#lib/checks/per-address.ts'
import { fail, pass } from '#lib/checks/verdict.ts'

const severities = { vulnerable: 'info' } as const

const postQuantum = /^(ml-dsa|slh-dsa)/i

export const pqcVulnerableSignature = defineEndpointCheck({
  id: 'pqc-vulnerable-signature',
  group: 'pqc-readiness',
  title: 'Quantum-vulnerable certificate key or signature (inventory)',
  why: 'Authentication can be forged once quantum computers come; the inventory shows which identities have to move, and none has to move today.',
  fix: 'Nothing yet for public certificates: no public CA may issue post-quantum keys. For a private CA, plan a second hierarchy with ML-DSA (openssl genpkey -algorithm ML-DSA-65, OpenSSL 3.5 or later), and see first that renewal is automatic: the move is then one more renewal.',
  severities,
  needs: ['handshake'],
  references: [
    { label: 'NIST IR 8547 (draft) Table 2', url: 'https://csrc.nist.gov/pubs/ir/8547/ipd' },
    { label: 'NIST SP 800-53r5 SC-13', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'nist-ir-8547',
      control: 'Table 2',
      relation: 'direct',
      rationale: '112-bit deprecated after 2030; all disallowed after 2035',
    },
    {
      framework: 'us-eo-14412',
      control: 'EO14412-SIG',
      relation: 'direct',
      rationale: 'federal high-value assets by 2031-12-31',
    },
    {
      framework: 'cnsa',
      control: 'CNSA2-SIG',
      relation: 'direct',
      rationale: 'ML-DSA-87 for national security systems',
    },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'cryptography fit for its use' },
    { framework: 'nist-csf', control: 'ID.AM-08', relation: 'supporting', rationale: 'life cycle planning' },
    { framework: 'nist-csf', control: 'ID.RA-05', relation: 'supporting', rationale: 'risk informs priority' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'inventory of cryptography' },
  ],
  evaluate: (facts, context) =>
    perLeaf(facts, context, severities, ({ publicKey: { algorithm, bits }, signatureAlgorithm }) => {
      const evidence = { key: algorithm, bits, signatureAlgorithm }
      return postQuantum.test(algorithm) && postQuantum.test(signatureAlgorithm)
        ? pass(evidence)
        : fail('vulnerable', evidence)
    }),
})

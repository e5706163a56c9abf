import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { static: 'high' } as const

export const cipherNoForwardSecrecy = defineEndpointCheck({
  id: 'cipher-no-forward-secrecy',
  group: 'protocol-and-cipher',
  title: 'Session without forward secrecy',
  why: "Traffic recorded today can be read by whoever gets the server's key later.",
  fix: 'Offer ECDHE suites first, and remove TLS_RSA_WITH_* (nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20).',
  severities,
  references: [
    { label: 'RFC 9325 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.1' },
    { label: 'NIST SP 800-53r5 SC-12', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.1',
      relation: 'direct',
      rationale: 'static RSA should not; forward secrecy must be preferred',
    },
    { framework: 'mozilla-tls', control: 'intermediate', relation: 'direct', rationale: 'no static RSA' },
    { framework: 'nist-sp-800-53', control: 'SC-12', relation: 'direct', rationale: 'ephemeral keys limit exposure' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'suites are reviewed' },
  ],
  evaluate: (facts, context) =>
    perAddress(facts, context, severities, ({ facts: { group, cipherSuite } }) => {
      const suite = cipherSuite.status === 'observed' ? cipherSuite.value.name : null
      if (suite !== null && /^TLS_(RSA|DH|ECDH)_/.test(suite) && !suite.includes('_anon_'))
        return fail('static', { suite })
      if (group.status !== 'observed') return notAssessed(`key exchange not seen: ${group.reason}`)
      const evidence = { suite, group: group.value?.name ?? null, judged: 'the session that a modern client gets' }
      return group.value === null ? fail('static', evidence) : pass(evidence)
    }),
})

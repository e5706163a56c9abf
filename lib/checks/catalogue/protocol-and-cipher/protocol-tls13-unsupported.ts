import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { policy: 'high', unsupported: 'medium', aead: 'low' } as const

export const protocolTls13Unsupported = defineEndpointCheck({
  id: 'protocol-tls13-unsupported',
  group: 'protocol-and-cipher',
  title: 'TLS 1.3 not supported',
  why: 'TLS 1.3 hides the certificates, drops every broken mode, and NIST requires its support since 2024; post-quantum key exchange exists in it alone.',
  fix: 'Enable it (nginx: ssl_protocols TLSv1.2 TLSv1.3, with OpenSSL 1.1.1 or later; Apache 2.4.36 or later: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-max-ver TLSv1.3; Envoy: tls_maximum_protocol_version TLSv1_3; Java 11 or later). Check it with openssl s_client -connect HOST:PORT -tls1_3.',
  severities,
  needs: ['handshake', 'posture'],
  parameters: ['minProtocol'],
  references: [
    { label: 'RFC 9325 section 3.1.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.1.1' },
    { label: 'RFC 9846', url: 'https://www.rfc-editor.org/rfc/rfc9846' },
    { label: 'RFC 9852', url: 'https://www.rfc-editor.org/rfc/rfc9852' },
  ],
  controls: [
    { framework: 'nist-sp-800-52', control: '3.1', relation: 'direct', rationale: 'TLS 1.3 supported by 2024-01-01' },
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.1.1',
      relation: 'direct',
      rationale: 'should support TLS 1.3 and prefer it',
    },
    { framework: 'ietf-rfc', control: 'RFC9846', relation: 'direct', rationale: 'current TLS 1.3; obsoletes RFC 5246' },
    { framework: 'ietf-rfc', control: 'RFC9852', relation: 'direct', rationale: 'new protocols must require TLS 1.3' },
    { framework: 'mozilla-tls', control: 'modern', relation: 'direct', rationale: 'TLS 1.3 only' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'current protection' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    {
      framework: 'nist-ir-8547',
      control: 'Table 4',
      relation: 'direct',
      rationale: 'post-quantum key establishment for TLS is defined on TLS 1.3',
    },
  ],
  evaluate: (facts, context) =>
    perAddress(facts, context, severities, ({ facts: { protocol, cipherSuite, versions } }) => {
      const negotiated = protocol.status === 'observed' ? protocol.value : null
      const answer = versions.status === 'observed' ? versions.value['TLSv1.3'] : undefined
      const suite = cipherSuite.status === 'observed' ? cipherSuite.value.name : null
      const evidence = { negotiated, suite }
      if (negotiated === 'TLSv1.3' || (answer?.status === 'observed' && answer.value)) return pass(evidence)
      // Each hello offers TLS 1.3, so a server that settles on less does not support it.
      if (negotiated === null && answer?.status !== 'observed') return notAssessed('no version negotiated')
      if (context.policy.minProtocol === 'TLSv1.3') return fail('policy', evidence)
      return fail(suite !== null && /GCM|CCM|POLY1305/.test(suite) ? 'aead' : 'unsupported', evidence)
    }),
})

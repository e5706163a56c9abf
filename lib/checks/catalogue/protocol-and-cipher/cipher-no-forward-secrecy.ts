import { acceptedSuites, lacksForwardSecrecy } from '#lib/checks/accepted-suites.ts'
import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaksTls13Alone } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { static: 'high', offered: 'medium' } as const

export const cipherNoForwardSecrecy = defineEndpointCheck({
  id: 'cipher-no-forward-secrecy',
  group: 'protocol-and-cipher',
  title: 'Suites without forward secrecy accepted',
  why: "Traffic recorded today can be read by whoever gets the server's key later.",
  fix: 'Offer ECDHE suites first, and remove TLS_RSA_WITH_* (nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; Apache: SSLCipherSuite with the same list and SSLHonorCipherOrder on; HAProxy: ssl-default-bind-ciphers; Java: jdk.tls.disabledAlgorithms with TLS_RSA_*). Check it with openssl s_client -connect HOST:PORT -tls1_2 -cipher kRSA, which has to fail.',
  severities,
  needs: ['posture'],
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
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        if (speaksTls13Alone(tls)) return notApplicable('TLS 1.3 alone, where every exchange is ephemeral')
        const { suites, missing } = acceptedSuites(tls)
        const accepted = suites.filter(lacksForwardSecrecy).map(({ name }) => name)
        const negotiated = tls.cipherSuite.status === 'observed' ? tls.cipherSuite.value.name : null
        if (accepted.length > 0) {
          const only = accepted.length === suites.length || (negotiated !== null && accepted.includes(negotiated))
          return fail(only ? 'static' : 'offered', { accepted, negotiated })
        }
        return missing === null ? pass({ suites: suites.length, negotiated }) : notAssessed(missing)
      },
      'posture',
    ),
})

import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaksTls13Alone } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import { valueOf } from '#lib/core/observed.ts'

const severities = { renegotiation: 'high', 'master-secret': 'medium', compression: 'medium' } as const

export const protocolTls12HardeningMissing = defineEndpointCheck({
  id: 'protocol-tls12-hardening-missing',
  group: 'protocol-and-cipher',
  title: 'TLS 1.2 hardening missing',
  why: 'Without secure renegotiation and the extended master secret sessions can be spliced into one another; with compression secrets leak by their length (CRIME).',
  fix: 'Upgrade the TLS stack: every maintained one has extended master secret, secure renegotiation and no compression by default. Where compression stands, switch it off (OpenSSL: Options = -Compression; Apache: SSLCompression off). Check it with openssl s_client -connect HOST:PORT -tls1_2 (Secure Renegotiation, Compression, Extended master secret).',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 3.5', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.5' },
    { label: 'RFC 9325 section 3.3', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-3.3' },
    { label: 'RFC 7627', url: 'https://www.rfc-editor.org/rfc/rfc7627' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §3.5',
      relation: 'direct',
      rationale: 'renegotiation_info and extended_master_secret must be supported',
    },
    { framework: 'ietf-rfc', control: 'RFC9325 §3.3', relation: 'direct', rationale: 'no TLS compression' },
    { framework: 'nist-sp-800-52', control: '3.4.1', relation: 'direct', rationale: 'mandatory extensions' },
    {
      framework: 'nist-sp-800-53',
      control: 'SC-23',
      relation: 'direct',
      rationale: 'session authenticity (triple handshake, renegotiation)',
    },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        if (speaksTls13Alone(tls)) return notApplicable('TLS 1.3 alone, which has all of it built in')
        if (tls.features.status !== 'observed') return notAssessed(`features not asked: ${tls.features.reason}`)
        const { secureRenegotiation, clientRenegotiation, extendedMasterSecret, compression, fallbackScsv } =
          tls.features.value
        const evidence = {
          secureRenegotiation: valueOf(secureRenegotiation),
          clientRenegotiation: clientRenegotiation ? valueOf(clientRenegotiation) : null,
          extendedMasterSecret: valueOf(extendedMasterSecret),
          compression: valueOf(compression),
          fallbackScsv: valueOf(fallbackScsv),
        }
        if (evidence.secureRenegotiation === false) return fail('renegotiation', evidence)
        if (evidence.extendedMasterSecret === false) return fail('master-secret', evidence)
        if (evidence.compression === true) return fail('compression', evidence)
        const unknown = Object.entries({ secureRenegotiation, extendedMasterSecret, compression }).flatMap(
          ([name, fact]) => (fact.status === 'observed' ? [] : [`${name} not learned: ${fact.reason}`]),
        )
        return unknown[0] === undefined ? pass(evidence) : notAssessed(unknown[0])
      },
      'posture',
    ),
})

import { acceptedSuites, isCbc } from '#lib/checks/accepted-suites.ts'
import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { speaksTls13Alone } from '#lib/checks/spoken-versions.ts'
import { fail, notApplicable, notAssessed, pass } from '#lib/checks/verdict.ts'
import type { TlsFacts } from '#lib/tls/observation.ts'
import { readSuiteName } from '#lib/tls/suite-name.ts'

const severities = { preferred: 'medium', offered: 'low' } as const

/** By the session that a modern client gets, or by the server's own order at TLS 1.2. */
function prefersCbc({ cipherSuite, suites }: TlsFacts): boolean {
  const listed = suites.status === 'observed' ? suites.value['TLSv1.2'] : undefined
  const first =
    listed?.status === 'observed' && listed.value.preference === 'server' ? listed.value.accepted[0] : undefined
  const negotiated = cipherSuite.status === 'observed' ? cipherSuite.value.name : undefined
  return [first, negotiated].some((name) => name !== undefined && isCbc(readSuiteName(name)))
}

export const cipherCbcWithoutEtm = defineEndpointCheck({
  id: 'cipher-cbc-without-etm',
  group: 'protocol-and-cipher',
  title: 'CBC suites accepted without encrypt-then-MAC',
  why: 'CBC under MAC-then-encrypt has leaked plaintext again and again through timing and padding (Lucky 13 and its kind).',
  fix: 'Offer AEAD suites alone (nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; Apache: SSLCipherSuite with the same list; HAProxy: ssl-default-bind-ciphers; Envoy: cipher_suites), or a stack that negotiates encrypt_then_mac. Check it with openssl s_client -connect HOST:PORT -tls1_2 -cipher AES128-SHA, which has to fail.',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 4.2.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.2.1' },
    { label: 'RFC 7366', url: 'https://www.rfc-editor.org/rfc/rfc7366' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.2',
      relation: 'direct',
      rationale: 'CBC should not be used without encrypt_then_mac',
    },
    { framework: 'mozilla-tls', control: 'intermediate', relation: 'direct', rationale: 'AEAD only' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        if (speaksTls13Alone(tls)) return notApplicable('TLS 1.3 alone, which has no CBC')
        const { suites, missing } = acceptedSuites(tls)
        const cbc = suites.filter(isCbc).map(({ name }) => name)
        if (cbc.length === 0) return missing === null ? pass({ cbc }) : notAssessed(missing)
        const { features } = tls
        const encryptThenMac = features.status === 'observed' ? features.value.encryptThenMac : features
        if (encryptThenMac.status !== 'observed')
          return notAssessed(`encrypt-then-MAC was not learned: ${encryptThenMac.reason}`)
        const evidence = { cbc, encryptThenMac: encryptThenMac.value }
        if (!encryptThenMac.value) return fail(prefersCbc(tls) ? 'preferred' : 'offered', evidence)
        return missing === null ? pass(evidence) : notAssessed(missing)
      },
      'posture',
    ),
})

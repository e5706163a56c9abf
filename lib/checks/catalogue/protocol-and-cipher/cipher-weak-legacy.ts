import { acceptedSuites, isBroken } from '#lib/checks/accepted-suites.ts'
import { defineEndpointCheck } from '#lib/checks/contract.ts'
import { perAddress } from '#lib/checks/per-address.ts'
import { fail, notAssessed, pass } from '#lib/checks/verdict.ts'

const severities = { broken: 'high', legacy: 'medium' } as const

export const cipherWeakLegacy = defineEndpointCheck({
  id: 'cipher-weak-legacy',
  group: 'protocol-and-cipher',
  rung: 'encrypted',
  title: 'RC4, DES, 3DES or other suites below 128 bits accepted',
  why: 'These ciphers can be broken or leak plaintext over long sessions (RFC 7465, Sweet32), and a server that accepts them can be talked into them.',
  fix: 'Offer AEAD suites alone (nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; Apache: SSLCipherSuite with the same list; HAProxy: ssl-default-bind-ciphers; Envoy: cipher_suites; Java: jdk.tls.disabledAlgorithms with RC4, DES, 3DES_EDE_CBC; Windows: Disable-TlsCipherSuite). Check it with openssl s_client -connect HOST:PORT -tls1_2 -cipher 3DES:@SECLEVEL=0, which has to fail.',
  severities,
  needs: ['posture'],
  references: [
    { label: 'RFC 9325 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.1' },
    { label: 'NIST SP 800-52r2 section 3.3.1', url: 'https://doi.org/10.6028/NIST.SP.800-52r2' },
    { label: 'NIST SP 800-53r5 SC-13', url: 'https://doi.org/10.6028/NIST.SP.800-53r5' },
  ],
  controls: [
    {
      framework: 'ietf-rfc',
      control: 'RFC9325 §4.1',
      relation: 'direct',
      rationale: 'RC4 must not; below 128 bits should not',
    },
    { framework: 'nist-sp-800-52', control: '3.3.1', relation: 'direct', rationale: 'only listed suites' },
    { framework: 'nist-sp-800-53', control: 'SC-13', relation: 'direct', rationale: 'approved cryptography' },
    { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'direct', rationale: 'cryptographic protection' },
    { framework: 'nist-csf', control: 'PR.DS-02', relation: 'direct', rationale: 'data in transit' },
    { framework: 'pci-dss', control: '4.2.1', relation: 'direct', rationale: 'strength is appropriate' },
    { framework: 'pci-dss', control: '12.3.3', relation: 'direct', rationale: 'suites are reviewed' },
  ],
  evaluate: (facts, context) =>
    perAddress(
      facts,
      context,
      severities,
      ({ facts: tls }) => {
        const { suites, missing } = acceptedSuites(tls)
        const broken = suites.filter(isBroken).map(({ name }) => name)
        const legacy = suites.filter(({ blockBits }) => blockBits === 64).map(({ name }) => name)
        if (broken.length > 0) return fail('broken', { broken, legacy })
        if (legacy.length > 0) return fail('legacy', { legacy })
        return missing === null ? pass({ suites: suites.length }) : notAssessed(missing)
      },
      'posture',
    ),
})

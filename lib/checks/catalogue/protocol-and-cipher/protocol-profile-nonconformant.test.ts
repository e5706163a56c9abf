import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, posture, presenting, suites } from '#lib/testing/facts.ts'
import { protocolProfileNonconformant } from './protocol-profile-nonconformant.ts'

const modern = { policy: { tlsProfile: 'mozilla-modern' } } as const
const spoken = (...versions: readonly string[]) =>
  observed({
    SSLv3: observed(false),
    TLSv1: observed(versions.includes('TLSv1')),
    'TLSv1.1': observed(false),
    'TLSv1.2': observed(versions.includes('TLSv1.2')),
    'TLSv1.3': observed(true),
  })
const accepting = (suite: string) =>
  endpoint({
    at: { tls: { versions: spoken(), suites: observed({ 'TLSv1.3': observed(suites(suite)) }) } },
  })
const p521 = { accepted: [{ name: 'secp521r1', bits: null }], preference: 'single', complete: true } as const
const short = leaf({ notAfter: inDays(59) })
const tls13Alone = {
  versions: spoken(),
  suites: observed({ 'TLSv1.3': observed(suites('TLS_AES_256_GCM_SHA384')) }),
}

endpointCases(protocolProfileNonconformant, {
  pass: {
    'as the intermediate profile has it': endpoint(),
    'TLS 1.3 alone, which is more than it asks for': endpoint({ at: { tls: { versions: spoken() } } }),
    'as the modern one has it': [presenting(short, { at: { chain: [short], tls: tls13Alone } }), modern],
  },
  fail: {
    'TLS 1.0': [endpoint({ at: { tls: { versions: spoken('TLSv1', 'TLSv1.2') } } }), { grade: 'serious' }],
    'TLS 1.2 under the modern profile': [endpoint(), { ...modern, grade: 'serious' }],
    'a suite beside the list': [accepting('TLS_AES_128_CCM_SHA256'), { grade: 'serious' }],
    'RSA of 1024 bits': [
      presenting(
        leaf({
          publicKey: { algorithm: 'rsa', bits: 1024, curve: null, exponent: '65537' },
          signatureAlgorithm: 'sha256WithRSAEncryption',
        }),
      ),
      { grade: 'serious' },
    ],
    'a group beside the list': [
      endpoint({ at: { tls: posture({ versions: spoken(), groups: observed({ 'TLSv1.3': observed(p521) }) }) } }),
      { grade: 'beside' },
    ],
    'two years': [presenting(leaf({ notAfter: inDays(700) })), { grade: 'minor' }],
  },
  'not-applicable': { 'CNSA 2.0 is assigned': [endpoint(), { policy: { tlsProfile: 'cnsa-2.0' } }] },
  'not-assessed': {
    'the posture was not seen': endpoint({
      at: { tls: { versions: skipped('depth'), suites: skipped('depth'), groups: skipped('depth') } },
    }),
    'the posture is stale': endpoint({ at: { asOf: { posture: new Date(inDays(-30)) } } }),
    'never scanned': neverScanned(),
  },
})

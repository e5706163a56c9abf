import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, posture, presenting, suites } from '#lib/testing/facts.ts'
import { protocolProfileNonconformant } from './protocol-profile-nonconformant.ts'

const modern = { policy: { tlsProfile: 'mozilla-modern' } } as const
const old = { policy: { tlsProfile: 'mozilla-old' } } as const
const nist = { policy: { tlsProfile: 'sp-800-52r2' } } as const
const rsa = leaf({
  publicKey: { algorithm: 'rsa', bits: 2048, curve: null, exponent: '65537' },
  signatureAlgorithm: 'sha256WithRSAEncryption',
  signatureHash: 'sha256',
  notAfter: inDays(300),
})
const pss = (signatureHash: string) => leaf({ signatureAlgorithm: 'RSASSA-PSS', signatureHash })
function only(name: string) {
  return { accepted: [{ name, bits: null }], preference: 'single', complete: true } as const
}

const older = suites('TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA')
const approved = {
  group: observed({ name: 'SecP256r1MLKEM768', bits: null }),
  groups: observed({ 'TLSv1.3': observed({ ...only('secp384r1') }), 'TLSv1.2': observed({ ...only('secp256r1') }) }),
}
const spoken = (...versions: readonly string[]) =>
  observed({
    SSLv3: observed(false),
    TLSv1: observed(versions.includes('TLSv1')),
    'TLSv1.1': observed(false),
    'TLSv1.2': observed(versions.includes('TLSv1.2')),
    'TLSv1.3': observed(true),
  })
const refusing13 = observed({
  SSLv3: observed(false),
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(true),
  'TLSv1.3': observed(false),
})
const accepting = (suite: string) =>
  endpoint({
    at: { tls: { versions: spoken(), suites: observed({ 'TLSv1.3': observed(suites(suite)) }) } },
  })
const p521 = only('secp521r1')
const short = leaf({ notAfter: inDays(59) })
const tls13Alone = {
  versions: spoken(),
  suites: observed({ 'TLSv1.3': observed(suites('TLS_AES_256_GCM_SHA384')) }),
}

endpointCases(protocolProfileNonconformant, {
  pass: {
    'as the intermediate profile has it': endpoint(),
    'TLS 1.3 alone, which is more than it asks for': endpoint({ at: { tls: { versions: spoken() } } }),
    'TLS 1.0 with 3DES under the old profile': [
      presenting(rsa, {
        at: {
          chain: [rsa],
          tls: {
            versions: spoken('TLSv1', 'TLSv1.2'),
            groups: observed({
              'TLSv1.3': observed(only('x25519')),
              'TLSv1.2': observed(only('x25519')),
              TLSv1: observed(only('secp256r1')),
            }),
            suites: observed({
              'TLSv1.3': observed(suites('TLS_AES_256_GCM_SHA384')),
              'TLSv1.2': observed(older),
              TLSv1: observed(older),
            }),
          },
        },
      }),
      old,
    ],
    'approved curves under SP 800-52r2': [endpoint({ at: { tls: approved } }), nist],
    'TLS 1.3 alone, which SP 800-52r2 allows where nobody needs 1.2': [
      endpoint({ at: { tls: { ...approved, versions: spoken() } } }),
      nist,
    ],
    'RSASSA-PSS with SHA-256 under SP 800-52r2': [
      presenting(pss('sha256'), { at: { chain: [pss('sha256')], tls: approved } }),
      nist,
    ],
    'as the modern one has it': [presenting(short, { at: { chain: [short], tls: tls13Alone } }), modern],
  },
  fail: {
    'TLS 1.0': [endpoint({ at: { tls: { versions: spoken('TLSv1', 'TLSv1.2') } } }), { grade: 'serious' }],
    'TLS 1.2 under the modern profile': [endpoint(), { ...modern, grade: 'serious' }],
    'a sound suite beside the list': [accepting('TLS_AES_128_CCM_SHA256'), { grade: 'beside' }],
    'a dated suite beside the list': [accepting('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'), { grade: 'minor' }],
    'a suite that leaks': [accepting('TLS_RSA_WITH_3DES_EDE_CBC_SHA'), { grade: 'serious' }],
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
    'a key of an elliptic curve, which clients of the old profile do not know': [
      endpoint(),
      { ...old, grade: 'minor' },
    ],
    'TLS 1.2 alone under SP 800-52r2': [
      endpoint({ at: { tls: { ...approved, protocol: observed('TLSv1.2'), versions: refusing13 } } }),
      { ...nist, grade: 'serious' },
    ],
    'X25519 beside the curves of SP 800-52r2': [endpoint(), { ...nist, grade: 'beside' }],
    'ChaCha20 under SP 800-52r2': [
      endpoint({
        at: { tls: { ...approved, suites: observed({ 'TLSv1.3': observed(suites('TLS_CHACHA20_POLY1305_SHA256')) }) } },
      }),
      { ...nist, grade: 'serious' },
    ],
    'key transport by RSA under SP 800-52r2': [
      endpoint({
        at: {
          tls: { ...approved, suites: observed({ 'TLSv1.2': observed(suites('TLS_RSA_WITH_AES_128_GCM_SHA256')) }) },
        },
      }),
      { ...nist, grade: 'serious' },
    ],
    'RSASSA-PSS with SHA-1 under SP 800-52r2': [
      presenting(pss('sha1'), { at: { chain: [pss('sha1')], tls: approved } }),
      { ...nist, grade: 'minor' },
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

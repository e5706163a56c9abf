import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned, suites } from '#lib/testing/facts.ts'
import { kexGroupWeak } from './kex-group-weak.ts'

const negotiated = (name: string, bits: number | null = null) =>
  endpoint({ at: { tls: { group: observed({ name, bits }) } } })
const groups = (...names: readonly string[]) => ({
  accepted: names.map((name) => ({ name, bits: null })),
  preference: 'server' as const,
  complete: true,
})
const listed = (tls13: readonly string[], tls12: readonly string[]) =>
  endpoint({
    at: { tls: { groups: observed({ 'TLSv1.3': observed(groups(...tls13)), 'TLSv1.2': observed(groups(...tls12)) }) } },
  })
const withField = (bits: number, known: string | null) =>
  endpoint({ at: { tls: { dhParameters: observed([{ bits, known, primeSha256: 'ab' }]) } } })
const onlyRsa = {
  group: observed(null),
  groups: observed({ 'TLSv1.3': observed(groups()), 'TLSv1.2': observed(groups()) }),
}
const dhe = observed({
  'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')),
  'TLSv1.2': observed(suites('TLS_DHE_RSA_WITH_AES_128_GCM_SHA256')),
})

endpointCases(kexGroupWeak, {
  pass: {
    'a hybrid and X25519': endpoint(),
    'P-256 and its kind': listed(['secp256r1', 'secp384r1', 'x448'], ['secp256r1', 'brainpoolP256r1']),
    'finite fields at TLS 1.3, behind curves': endpoint({
      at: {
        tls: {
          groups: observed({
            'TLSv1.3': observed({
              ...groups('x25519'),
              accepted: [
                { name: 'x25519', bits: null },
                { name: 'ffdhe2048', bits: 2048 },
              ],
            }),
            'TLSv1.2': observed(groups('x25519')),
          }),
        },
      },
    }),
  },
  fail: {
    'DH of 1024 bits, negotiated': [negotiated('dhe', 1024), { grade: 'weak' }],
    'DH of 1024 bits, accepted': [withField(1024, 'RFC 2409 group 2'), { grade: 'weak' }],
    'a curve of 192 bits': [listed(['x25519'], ['x25519', 'secp192r1']), { grade: 'weak' }],
    'DHE at all': [withField(2048, null), { grade: 'legacy' }],
    'DHE before all else, at TLS 1.3': [negotiated('ffdhe3072', 3072), { grade: 'legacy' }],
    secp256k1: [listed(['x25519'], ['x25519', 'secp256k1']), { grade: 'legacy' }],
  },
  'not-applicable': { 'RSA key transport': endpoint({ at: { tls: onlyRsa } }) },
  'not-assessed': {
    'a group without a name': negotiated('0x9a9a'),
    'groups not asked': endpoint({ at: { tls: { groups: skipped('depth') } } }),
    'a list that is not whole': endpoint({
      at: {
        tls: {
          groups: observed({
            'TLSv1.3': observed({ ...groups('x25519'), complete: false }),
            'TLSv1.2': observed(groups()),
          }),
        },
      },
    }),
    'DHE, its parameters not seen': endpoint({ at: { tls: { suites: dhe, dhParameters: failed('timeout') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

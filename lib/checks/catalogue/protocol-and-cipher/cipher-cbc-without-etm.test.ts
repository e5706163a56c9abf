import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, features, inDays, neverScanned, suites } from '#lib/testing/facts.ts'
import { cipherCbcWithoutEtm } from './cipher-cbc-without-etm.ts'

const cbc = 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'
const gcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
const at12 = (encryptThenMac: ReturnType<typeof features>['encryptThenMac'], ...names: readonly string[]) =>
  endpoint({
    at: {
      tls: {
        suites: observed({
          'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')),
          'TLSv1.2': observed(suites(...names)),
        }),
        features: observed(features({ encryptThenMac })),
      },
    },
  })
const only13 = observed({
  SSLv3: observed(false),
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(false),
  'TLSv1.3': observed(true),
})

endpointCases(cipherCbcWithoutEtm, {
  pass: { 'AEAD alone': endpoint(), 'encrypt-then-MAC': at12(observed(true), gcm, cbc) },
  fail: {
    'CBC before AEAD': [at12(observed(false), cbc, gcm), { grade: 'preferred' }],
    'CBC for a modern client': [
      endpoint({
        at: {
          tls: {
            cipherSuite: observed({ name: cbc, bits: 128 }),
            features: observed(features({ encryptThenMac: observed(false) })),
          },
        },
      }),
      { grade: 'preferred' },
    ],
    'CBC behind AEAD': [at12(observed(false), gcm, cbc), { grade: 'offered' }],
  },
  'not-applicable': { 'TLS 1.3 alone': endpoint({ at: { tls: { versions: only13 } } }) },
  'not-assessed': {
    'CBC, encrypt-then-MAC not learned': at12(failed('timeout'), gcm, cbc),
    'suites not asked': endpoint({ at: { tls: { suites: skipped('depth') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

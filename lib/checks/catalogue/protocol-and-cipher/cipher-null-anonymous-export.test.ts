import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned, suites } from '#lib/testing/facts.ts'
import { cipherNullAnonymousExport } from './cipher-null-anonymous-export.ts'

const accepting = (...names: readonly string[]) =>
  endpoint({
    at: {
      tls: {
        suites: observed({
          'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')),
          'TLSv1.2': observed(suites(...names)),
        }),
      },
    },
  })
const sound = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'

endpointCases(cipherNullAnonymousExport, {
  pass: { 'every suite is known': endpoint() },
  fail: {
    'anonymous, negotiated': [
      endpoint({
        at: {
          tls: {
            cipherSuite: observed({ name: 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA', bits: 128 }),
            suites: skipped('depth'),
          },
        },
      }),
      { grade: 'accepted' },
    ],
    'anonymous, beside a sound one': [accepting(sound, 'TLS_DH_anon_WITH_AES_128_GCM_SHA256'), { grade: 'accepted' }],
    'without encryption': [accepting(sound, 'TLS_RSA_WITH_NULL_SHA256'), { grade: 'accepted' }],
    'for export': [accepting(sound, 'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA'), { grade: 'accepted' }],
    'integrity alone, at TLS 1.3': [
      endpoint({ at: { tls: { suites: observed({ 'TLSv1.3': observed(suites('TLS_SHA256_SHA256')) }) } } }),
      { grade: 'accepted' },
    ],
  },
  'not-applicable': 'every TLS endpoint accepts or refuses such suites',
  'not-assessed': {
    'suites not asked': endpoint({ at: { tls: { suites: skipped('depth') } } }),
    'a list that is not whole': endpoint({
      at: {
        tls: {
          suites: observed({
            'TLSv1.3': observed(suites(sound)),
            'TLSv1.2': observed({ ...suites(sound), complete: false }),
          }),
        },
      },
    }),
    'a version without its list': endpoint({
      at: { tls: { suites: observed({ 'TLSv1.3': observed(suites(sound)), 'TLSv1.2': failed('timeout') }) } },
    }),
    'a suite without a name': accepting(sound, '0x1306'),
    'a version that may be spoken': endpoint({ at: { tls: { versions: failed('began-to-refuse') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

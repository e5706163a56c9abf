import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned, suites } from '#lib/testing/facts.ts'
import { cipherWeakLegacy } from './cipher-weak-legacy.ts'

const sound = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
const beside = (name: string) =>
  endpoint({
    at: {
      tls: {
        suites: observed({
          'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')),
          'TLSv1.2': observed(suites(sound, name)),
        }),
      },
    },
  })

endpointCases(cipherWeakLegacy, {
  pass: { AEAD: endpoint(), 'AES-128 in CBC mode': beside('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA') },
  fail: {
    'RC4, last in the list': [beside('TLS_RSA_WITH_RC4_128_SHA'), { grade: 'broken' }],
    'RC4, negotiated': [
      endpoint({
        at: {
          tls: { cipherSuite: observed({ name: 'TLS_RSA_WITH_RC4_128_SHA', bits: 128 }), suites: skipped('depth') },
        },
      }),
      { grade: 'broken' },
    ],
    DES: [beside('TLS_RSA_WITH_DES_CBC_SHA'), { grade: 'broken' }],
    export: [beside('TLS_RSA_EXPORT_WITH_DES40_CBC_SHA'), { grade: 'broken' }],
    '3DES': [beside('TLS_RSA_WITH_3DES_EDE_CBC_SHA'), { grade: 'legacy' }],
    IDEA: [beside('TLS_RSA_WITH_IDEA_CBC_SHA'), { grade: 'legacy' }],
  },
  'not-applicable': 'every session has a suite',
  'not-assessed': {
    'suites not asked': endpoint({ at: { tls: { suites: skipped('depth') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

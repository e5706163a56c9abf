import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned, suites } from '#lib/testing/facts.ts'
import { cipherNoForwardSecrecy } from './cipher-no-forward-secrecy.ts'

const at12 = (...names: readonly string[]) =>
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
const negotiated = (name: string) =>
  endpoint({ at: { tls: { cipherSuite: observed({ name, bits: 128 }), suites: skipped('depth') } } })
const only13 = observed({
  SSLv3: observed(false),
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(false),
  'TLSv1.3': observed(true),
})

endpointCases(cipherNoForwardSecrecy, {
  pass: { 'ephemeral suites alone': endpoint() },
  fail: {
    'RSA key transport for a modern client': [negotiated('TLS_RSA_WITH_AES_128_GCM_SHA256'), { grade: 'static' }],
    'static ECDH': [negotiated('TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA'), { grade: 'static' }],
    'offered beside others': [
      at12('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'),
      { grade: 'offered' },
    ],
  },
  'not-applicable': { 'TLS 1.3 alone': endpoint({ at: { tls: { versions: only13 } } }) },
  'not-assessed': {
    'suites not asked': endpoint({ at: { tls: { suites: skipped('depth') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

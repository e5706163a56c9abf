import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { cipherNullAnonymousExport } from './cipher-null-anonymous-export.ts'

const only13 = observed({
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(false),
  'TLSv1.3': observed(true),
})

endpointCases(cipherNullAnonymousExport, {
  pass: { 'TLS 1.3 alone': endpoint({ at: { tls: { versions: only13 } } }) },
  fail: {
    anonymous: [
      endpoint({ at: { tls: { cipherSuite: observed({ name: 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA', bits: 128 }) } } }),
      { grade: 'accepted' },
    ],
  },
  'not-applicable': 'every TLS endpoint accepts or refuses such suites',
  'not-assessed': {
    'suites not enumerated': endpoint(),
    'no handshake': endpoint({ at: { tls: { cipherSuite: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})

import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { cipherNoForwardSecrecy } from './cipher-no-forward-secrecy.ts'

endpointCases(cipherNoForwardSecrecy, {
  pass: { 'an ephemeral group': endpoint() },
  fail: {
    'RSA key transport': [endpoint({ at: { tls: { group: observed(null) } } }), { grade: 'static' }],
    'static ECDH': [
      endpoint({ at: { tls: { cipherSuite: observed({ name: 'TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA', bits: 128 }) } } }),
      { grade: 'static' },
    ],
  },
  'not-applicable': 'every session agrees on its keys somehow',
  'not-assessed': {
    'group not seen': endpoint({ at: { tls: { group: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})

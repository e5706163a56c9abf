import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { cipherWeakLegacy } from './cipher-weak-legacy.ts'

const negotiated = (name: string, bits: number) => endpoint({ at: { tls: { cipherSuite: observed({ name, bits }) } } })

endpointCases(cipherWeakLegacy, {
  pass: { 'AES-GCM': endpoint(), 'AES-128 in CBC mode': negotiated('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', 128) },
  fail: {
    RC4: [negotiated('TLS_RSA_WITH_RC4_128_SHA', 128), { grade: 'broken' }],
    export: [negotiated('TLS_RSA_EXPORT_WITH_DES40_CBC_SHA', 40), { grade: 'broken' }],
    '3DES': [negotiated('TLS_RSA_WITH_3DES_EDE_CBC_SHA', 112), { grade: 'legacy' }],
  },
  'not-applicable': 'every session has a suite',
  'not-assessed': {
    'no handshake': endpoint({ at: { tls: { cipherSuite: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})

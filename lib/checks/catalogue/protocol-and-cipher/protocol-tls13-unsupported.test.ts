import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { protocolTls13Unsupported } from './protocol-tls13-unsupported.ts'

const older = (suite: string) =>
  endpoint({
    at: {
      tls: {
        protocol: observed('TLSv1.2'),
        cipherSuite: observed({ name: suite, bits: 256 }),
        versions: skipped('off'),
      },
    },
  })

endpointCases(protocolTls13Unsupported, {
  pass: { negotiated: endpoint() },
  fail: {
    'TLS 1.2 with AEAD': [older('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'), { grade: 'aead' }],
    'TLS 1.2 with CBC': [older('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA'), { grade: 'unsupported' }],
    'where the policy asks for 1.3': [
      older('TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
      { policy: { minProtocol: 'TLSv1.3' }, grade: 'policy' },
    ],
  },
  'not-applicable': 'every TLS endpoint supports a version or not',
  'not-assessed': {
    'no handshake': endpoint({ at: { tls: { protocol: failed('timeout'), versions: skipped('off') } } }),
    'never scanned': neverScanned(),
  },
})

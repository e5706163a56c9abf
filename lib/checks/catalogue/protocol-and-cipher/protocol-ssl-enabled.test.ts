import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { protocolSslEnabled } from './protocol-ssl-enabled.ts'

endpointCases(protocolSslEnabled, {
  pass: { refused: endpoint() },
  fail: {
    accepted: [endpoint({ at: { tls: { versions: observed({ SSLv3: observed(true) }) } } }), { grade: 'accepted' }],
  },
  'not-applicable': 'every TLS endpoint accepts or refuses a version',
  'not-assessed': {
    'not probed': endpoint({ at: { tls: { versions: observed({ TLSv1: observed(false) }) } } }),
    'never scanned': neverScanned(),
  },
})

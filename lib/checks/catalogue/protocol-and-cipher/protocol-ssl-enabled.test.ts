import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { protocolSslEnabled } from './protocol-ssl-enabled.ts'

const answers = (SSLv2: ReturnType<typeof observed<boolean>>, SSLv3: ReturnType<typeof observed<boolean>>) =>
  endpoint({ at: { tls: { versions: observed({ SSLv2, SSLv3 }) } } })

endpointCases(protocolSslEnabled, {
  pass: { 'both refused': endpoint() },
  fail: {
    'SSL 3.0': [answers(observed(false), observed(true)), { grade: 'accepted' }],
    'SSL 2.0': [answers(observed(true), observed(false)), { grade: 'accepted' }],
  },
  'not-applicable': 'every TLS endpoint accepts or refuses a version',
  'not-assessed': {
    'not asked': endpoint({ at: { tls: { versions: skipped('depth') } } }),
    'SSL 2.0 not asked': endpoint({ at: { tls: { versions: observed({ SSLv3: observed(false) }) } } }),
    'a timeout is no refusal': answers(failed('timeout'), observed(false)),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { protocolTls10Tls11Enabled } from './protocol-tls10-tls11-enabled.ts'

endpointCases(protocolTls10Tls11Enabled, {
  pass: { 'both refused': endpoint() },
  fail: {
    'TLS 1.1 accepted': [
      endpoint({ at: { tls: { versions: observed({ 'TLSv1.1': observed(true), 'TLSv1.2': observed(true) }) } } }),
      { grade: 'accepted' },
    ],
    'TLS 1.0 negotiated, nothing else probed': [
      endpoint({ at: { tls: { protocol: observed('TLSv1'), versions: skipped('off') } } }),
      { grade: 'accepted' },
    ],
  },
  'not-applicable': 'every TLS endpoint accepts or refuses a version',
  'not-assessed': {
    'versions not probed': endpoint({ at: { tls: { versions: skipped('off') } } }),
    'a timeout is no refusal': endpoint({
      at: { tls: { versions: observed({ TLSv1: failed('timeout'), 'TLSv1.1': observed(false) }) } },
    }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, features, inDays, neverScanned } from '#lib/testing/facts.ts'
import { protocolEarlyDataAccepted } from './protocol-early-data-accepted.ts'

const allowing = (earlyDataBytes: ReturnType<typeof features>['earlyDataBytes']) =>
  endpoint({ at: { tls: { features: observed(features({ earlyDataBytes })) } } })

endpointCases(protocolEarlyDataAccepted, {
  pass: { none: endpoint(), 'zero bytes': allowing(observed(0)) },
  fail: { '16 KiB': [allowing(observed(16_384)), { grade: 'accepted' }] },
  'not-applicable': {
    'no TLS 1.3': endpoint({
      at: {
        tls: {
          protocol: observed('TLSv1.2'),
          versions: observed({ 'TLSv1.2': observed(true), 'TLSv1.3': observed(false) }),
        },
      },
    }),
  },
  'not-assessed': {
    'features not asked': endpoint({ at: { tls: { features: skipped('depth') } } }),
    'no ticket came': allowing(failed('no-ticket')),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

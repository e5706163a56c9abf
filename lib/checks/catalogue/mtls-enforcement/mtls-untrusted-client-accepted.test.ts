import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import type { MtlsVerdict } from '#lib/tls/observation.ts'
import { mtlsUntrustedClientAccepted } from './mtls-untrusted-client-accepted.ts'

const found = (verdict: MtlsVerdict) =>
  endpoint({ at: { tls: { mtls: observed({ verdict, evidence: ['alert 48'] }) } } })

endpointCases(mtlsUntrustedClientAccepted, {
  pass: { refused: found('ENFORCED') },
  fail: { accepted: [found('ACCEPTS-UNTRUSTED'), { grade: 'accepted' }] },
  'not-applicable': {
    'not requested': endpoint(),
    'none expected': [found('ACCEPTS-UNTRUSTED'), { policy: { mtls: 'none' } }],
  },
  'not-assessed': {
    'requested only': found('REQUESTED-ONLY'),
    'not probed': endpoint({ at: { tls: { mtls: skipped('off') } } }),
    'the probes are older than three of their intervals': endpoint({
      at: { tls: { mtls: observed({ verdict: 'ENFORCED', evidence: [] }) }, asOf: { mtls: new Date(inDays(-22)) } },
    }),
    'never scanned': neverScanned(),
  },
})

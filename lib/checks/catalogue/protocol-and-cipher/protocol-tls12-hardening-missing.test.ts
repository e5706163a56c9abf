import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, features, inDays, neverScanned } from '#lib/testing/facts.ts'
import { protocolTls12HardeningMissing } from './protocol-tls12-hardening-missing.ts'

const having = (change: Parameters<typeof features>[0]) =>
  endpoint({ at: { tls: { features: observed(features(change)) } } })
const only13 = observed({
  SSLv3: observed(false),
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(false),
  'TLSv1.3': observed(true),
})

endpointCases(protocolTls12HardeningMissing, {
  pass: { 'all there': endpoint() },
  fail: {
    'insecure renegotiation': [having({ secureRenegotiation: observed(false) }), { grade: 'renegotiation' }],
    'no extended master secret': [having({ extendedMasterSecret: observed(false) }), { grade: 'master-secret' }],
    compression: [having({ compression: observed(true) }), { grade: 'compression' }],
  },
  'not-applicable': { 'TLS 1.3 alone': endpoint({ at: { tls: { versions: only13 } } }) },
  'not-assessed': {
    'features not asked': endpoint({ at: { tls: { features: skipped('depth') } } }),
    'one of them not learned': having({ compression: failed('timeout') }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

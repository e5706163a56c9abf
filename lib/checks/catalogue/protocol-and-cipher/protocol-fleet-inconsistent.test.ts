import { observed, skipped } from '#lib/core/observed.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { type AddressChange, address, endpoint, identityFacts, inDays, suites } from '#lib/testing/facts.ts'
import { protocolFleetInconsistent } from './protocol-fleet-inconsistent.ts'

const fleet = (...changes: readonly AddressChange[]) =>
  identityFacts({
    endpoints: [
      endpoint({ addresses: changes.map((change, index) => address({ ip: `192.0.2.${index + 1}`, ...change })) }),
    ],
  })
const at12 = (...names: readonly string[]) => ({
  tls: {
    suites: observed({ 'TLSv1.3': observed(suites('TLS_AES_128_GCM_SHA256')), 'TLSv1.2': observed(suites(...names)) }),
  },
})
const gcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
const enforcing = { tls: { mtls: observed({ verdict: 'ENFORCED', evidence: [] } as const) } }

identityCases(protocolFleetInconsistent, {
  pass: {
    'all alike': fleet({}, {}, {}),
    'alike at two endpoints': identityFacts({ endpoints: [endpoint(), endpoint({ id: 'endpoint-2', port: 8443 })] }),
  },
  fail: {
    'one accepts RC4': [fleet(at12(gcm), at12(gcm, 'TLS_RSA_WITH_RC4_128_SHA')), { grade: 'weaker' }],
    'one lets any client in': [fleet({}, enforcing), { grade: 'weaker' }],
    'other suites, none of them broken': [
      fleet(at12(gcm), at12(gcm, 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384')),
      { grade: 'different' },
    ],
  },
  'not-applicable': { 'one place': identityFacts(), 'no endpoint': identityFacts({ endpoints: [] }) },
  'not-assessed': {
    'suites of one not asked': fleet({}, { tls: { suites: skipped('depth-inventory') } }),
    'one was never reached': fleet({}, { latest: null, lastOutcome: { kind: 'refused' } }),
    'the posture of one is stale': fleet({}, { asOf: { posture: new Date(inDays(-22)) } }),
  },
})

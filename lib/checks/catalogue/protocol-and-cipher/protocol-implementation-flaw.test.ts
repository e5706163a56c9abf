import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { noFlaws } from '#lib/testing/posture-facts.ts'
import type { Flaws } from '#lib/tls/observation.ts'
import { protocolImplementationFlaw } from './protocol-implementation-flaw.ts'

const having = (change: Partial<Flaws>) => endpoint({ at: { tls: { flaws: observed({ ...noFlaws, ...change }) } } })

endpointCases(protocolImplementationFlaw, {
  pass: {
    none: endpoint(),
    'one has no place in this server': having({ earlyChangeCipherSpec: skipped('extended-master-secret') }),
  },
  fail: {
    Heartbleed: [having({ heartbleed: observed(true), ticketbleed: observed(true) }), { grade: 'heartbleed' }],
    ROBOT: [having({ rsaPaddingOracle: observed(true) }), { grade: 'padding-oracle' }],
    'early ChangeCipherSpec': [
      having({ earlyChangeCipherSpec: observed(true) }),
      { grade: 'early-change-cipher-spec' },
    ],
    Ticketbleed: [having({ ticketbleed: observed(true) }), { grade: 'ticketbleed' }],
    'one is there, another was not learned': [
      having({ ticketbleed: observed(true), heartbleed: failed('timeout') }),
      { grade: 'ticketbleed' },
    ],
  },
  'not-applicable': {},
  'not-assessed': {
    'flaws not asked': endpoint({ at: { tls: { flaws: skipped('depth-quick') } } }),
    'an older scan did not ask': endpoint({ at: { tls: { flaws: skipped('older-scan') } } }),
    'one of them not learned': having({ rsaPaddingOracle: failed('timeout') }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { sniUnknownNameAccepted } from './sni-unknown-name-accepted.ts'

const refusal = { outcome: 'alert', detail: 'unrecognized_name', chain: null } as const
const answering = (chain: readonly string[]) => ({ outcome: 'handshake', detail: null, chain }) as const
const given = (
  unknown: typeof refusal | ReturnType<typeof answering> | { outcome: 'closed'; detail: null; chain: null },
) => endpoint({ at: { tls: { serverNames: observed({ without: refusal, unknown }) } } })

endpointCases(sniUnknownNameAccepted, {
  pass: { refused: endpoint() },
  fail: {
    'the same certificate': [given(answering([digest('leaf')])), { grade: 'same' }],
    'another certificate': [given(answering([digest('tenant')])), { grade: 'other' }],
  },
  'not-applicable': { 'reached without a name': endpoint({ serverName: '' }) },
  'not-assessed': {
    'closed without a word': given({ outcome: 'closed', detail: null, chain: null }),
    'names not asked': endpoint({ at: { tls: { serverNames: skipped('depth') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

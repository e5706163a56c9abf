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
    'another certificate': [given(answering([digest('tenant')])), { grade: 'accepted' }],
  },
  'not-applicable': {
    'reached without a name': endpoint({ serverName: '' }),
    'the same certificate for any name': given(answering([digest('leaf')])),
  },
  'not-assessed': {
    'closed without a word': given({ outcome: 'closed', detail: null, chain: null }),
    'names not asked': endpoint({ at: { tls: { serverNames: skipped('depth') } } }),
    'the posture is older than three of its intervals': endpoint({ at: { asOf: { posture: new Date(inDays(-22)) } } }),
    'no scan looked at the posture': endpoint({ at: { asOf: { posture: null } } }),
    'never scanned': neverScanned(),
  },
})

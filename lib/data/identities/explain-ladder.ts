import { findCheck } from '#lib/checks/catalogue/index.ts'
import { type Rung, rungs, type Verdict } from '#lib/checks/contract.ts'
import { ladder, type RungReason } from '#lib/checks/ladder.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { Proven, RungStatus } from './filter.ts'
import type { IdentityDetail } from './get-identity.ts'
import type { IdentityVerdict } from './list-identity-verdicts.ts'

/** Why a rung stands as it does, with what people call it. */
export interface LadderReason {
  /** Null where no check decides but a missing expectation or endpoint. */
  readonly check: { readonly id: string; readonly title: string } | null
  /** Null where the identity itself, or nothing in particular, was judged. */
  readonly endpoint: { readonly id: string; readonly name: string } | null
  /** Null where there is no verdict on record. */
  readonly outcome: Verdict['outcome'] | null
  readonly severity: Severity | null
  readonly reason: string | null
}

export interface ExplainedRung {
  readonly status: RungStatus
  readonly because: readonly LadderReason[]
}

export interface ExplainedLadder {
  readonly rungs: Readonly<Record<Rung, ExplainedRung>>
  readonly proven: Proven
}

/** The ladder of an identity from its verdicts, by the same rule that wrote its roll-up. Pure. */
export function explainLadder(
  identity: Pick<IdentityDetail, 'id' | 'effectivePolicy'>,
  endpoints: readonly { readonly id: string; readonly name: string }[],
  verdicts: readonly IdentityVerdict[],
): ExplainedLadder {
  const byEndpoint = new Map(endpoints.map(({ id, name }) => [id, { id, name }]))
  const byKey = new Map(verdicts.map((verdict) => [`${verdict.checkId} ${verdict.subjectId}`, verdict]))
  const state = ladder({ policy: identity.effectivePolicy, endpointIds: [...byEndpoint.keys()], verdicts })
  const explain = ({ checkId, subjectId, reason }: RungReason): LadderReason => {
    const verdict = byKey.get(`${checkId} ${subjectId}`)
    return {
      check: checkId === null ? null : { id: checkId, title: findCheck(checkId)?.title ?? checkId },
      endpoint: subjectId === null ? null : (byEndpoint.get(subjectId) ?? null),
      outcome: verdict?.outcome ?? null,
      severity: verdict?.severity ?? null,
      reason,
    }
  }
  const explained = (rung: Rung): ExplainedRung => ({
    status: state.rungs[rung].status === 'not_expected' ? 'not-expected' : statusOf(state.rungs[rung].status),
    because: state.rungs[rung].because.map(explain),
  })
  const fails = rungs.some((rung) => state.rungs[rung].status === 'fail')
  return {
    rungs: {
      encrypted: explained('encrypted'),
      trusted: explained('trusted'),
      bound: explained('bound'),
      current: explained('current'),
      mutual: explained('mutual'),
    },
    proven: state.proven ? 'yes' : fails ? 'no' : 'unknown',
  }
}

function statusOf(status: 'pass' | 'fail' | 'not_assessed'): RungStatus {
  return status === 'not_assessed' ? 'not-assessed' : status
}

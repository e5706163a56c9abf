import { catalogue } from './catalogue/index.ts'
import { type Check, type Evidence, type Rung, rungs, type SettledVerdict } from './contract.ts'
import type { EffectivePolicy } from './policy.ts'

export type RungStatus = 'pass' | 'fail' | 'not_expected' | 'not_assessed'

/** Why a rung stands as it does. `checkId` is null where no verdict but a missing expectation or endpoint decides. */
export interface RungReason {
  readonly checkId: string | null
  readonly subjectId: string | null
  readonly reason: string | null
  readonly evidence: Evidence | null
}

export interface RungState {
  readonly status: RungStatus
  readonly because: readonly RungReason[]
}

export interface Ladder {
  readonly rungs: Readonly<Record<Rung, RungState>>
  /** Every rung passes, or is not expected. */
  readonly proven: boolean
}

export type LadderVerdict = Pick<
  SettledVerdict,
  'checkId' | 'subjectKind' | 'subjectId' | 'outcome' | 'reason' | 'evidence'
>

export interface LadderInput {
  readonly policy: EffectivePolicy
  /** All endpoints that ought to prove the identity; verdicts of others are not looked at. */
  readonly endpointIds: readonly string[]
  /** Verdicts of the identity and of its endpoints. */
  readonly verdicts: readonly LadderVerdict[]
}

/** The part of a check that the ladder reads. */
export type RungDeclaration = Pick<Check, 'id' | 'subject' | 'rung' | 'rungRole'>

/**
 * The assurance ladder of one identity.
 *
 * A rung is decided by the checks that declare it:
 * - it fails where any of their verdicts fails, on the identity or on any of its endpoints;
 * - else it is not assessed where the identity has no endpoint, where a deciding verdict is not assessed or is not
 *   on record, or where an endpoint has no passing verdict at all (not applicable is neutral: it proves nothing);
 * - else it passes. So unknown never passes, and neither does absence.
 * Checks with the role `breaks` can fail a rung, and their silence is neutral.
 *
 * `mutual` stands under the policy: not said → not assessed; `none` → not expected; `optional` → fails where a
 * deciding check fails, else not expected (an unproven client is let in by intent, so it can't pass);
 * `required` → as every other rung.
 */
export function ladder(input: LadderInput, checks: readonly RungDeclaration[] = catalogue): Ladder {
  const states = {
    encrypted: rungState('encrypted', input, checks),
    trusted: rungState('trusted', input, checks),
    bound: rungState('bound', input, checks),
    current: rungState('current', input, checks),
    mutual: mutualState(input, checks),
  }
  const proven = rungs.every((rung) => states[rung].status === 'pass' || states[rung].status === 'not_expected')
  return { rungs: states, proven }
}

function mutualState(input: LadderInput, checks: readonly RungDeclaration[]): RungState {
  switch (input.policy.mtls) {
    case null:
      return unassessed('nobody has said whether clients must prove themselves')
    case 'none':
      return { status: 'not_expected', because: [plainReason('clients need no certificate by policy')] }
    case 'optional': {
      const state = rungState('mutual', input, checks)
      return state.status === 'fail'
        ? state
        : { status: 'not_expected', because: [plainReason('client certificates are optional by policy')] }
    }
    case 'required':
      return rungState('mutual', input, checks)
  }
}

function rungState(rung: Rung, input: LadderInput, checks: readonly RungDeclaration[]): RungState {
  const declared = checks.filter((check) => check.rung === rung)
  const deciding = declared.filter((check) => check.rungRole !== 'breaks')
  const endpoints = new Set(input.endpointIds)
  const verdicts = input.verdicts.filter(
    (verdict) =>
      declared.some(({ id, subject }) => id === verdict.checkId && subject === verdict.subjectKind) &&
      (verdict.subjectKind === 'identity' || endpoints.has(verdict.subjectId)),
  )

  const failures = verdicts.filter(({ outcome }) => outcome === 'fail')
  if (failures.length > 0) return { status: 'fail', because: failures.map(reasonOf) }
  if (endpoints.size === 0) return unassessed('no endpoint is bound to this identity')

  const gaps = unknowns(deciding, verdicts, endpoints)
  if (gaps.length > 0) return { status: 'not_assessed', because: gaps }
  return { status: 'pass', because: verdicts.filter(({ outcome }) => outcome === 'pass').map(reasonOf) }
}

/** All that keeps a rung from passing although nothing failed. */
function unknowns(
  deciding: readonly RungDeclaration[],
  verdicts: readonly LadderVerdict[],
  endpoints: ReadonlySet<string>,
): RungReason[] {
  const decidingIds = new Set(deciding.map(({ id }) => id))
  const decisive = verdicts.filter(({ checkId }) => decidingIds.has(checkId))
  const silent = decisive.filter(({ outcome }) => outcome === 'not-assessed').map(reasonOf)
  const missing = deciding.flatMap((check) => {
    const judged = new Set(decisive.flatMap((verdict) => (verdict.checkId === check.id ? [verdict.subjectId] : [])))
    if (check.subject === 'identity') return judged.size > 0 ? [] : [noVerdict(check.id, null)]
    return [...endpoints].flatMap((id) => (judged.has(id) ? [] : [noVerdict(check.id, id)]))
  })
  if (silent.length + missing.length > 0) return [...silent, ...missing]
  const proven = new Set(decisive.flatMap(({ outcome, subjectId }) => (outcome === 'pass' ? [subjectId] : [])))
  return [...endpoints].flatMap((id) =>
    proven.has(id)
      ? []
      : [{ checkId: null, subjectId: id, reason: 'no check that applies here passed', evidence: null }],
  )
}

function reasonOf(verdict: LadderVerdict): RungReason {
  return {
    checkId: verdict.checkId,
    subjectId: verdict.subjectId,
    reason: verdict.reason,
    evidence: verdict.reason === null ? verdict.evidence : null,
  }
}

function noVerdict(checkId: string, subjectId: string | null): RungReason {
  return { checkId, subjectId, reason: 'not evaluated yet', evidence: null }
}

function unassessed(reason: string): RungState {
  return { status: 'not_assessed', because: [plainReason(reason)] }
}

function plainReason(reason: string): RungReason {
  return { checkId: null, subjectId: null, reason, evidence: null }
}

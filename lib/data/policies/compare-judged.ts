import { findCheck } from '#lib/checks/catalogue/index.ts'
import { rungs, type SettledVerdict } from '#lib/checks/contract.ts'
import type { Ladder, RungStatus as RecordedRungStatus } from '#lib/checks/ladder.ts'
import type { CheckEffect, IdentityEffect, PreviewedVerdict, RungMove } from '#lib/checks/policy-effects.ts'
import type { RungStatus } from '../identities/filter.ts'
import type { JudgedSubject } from './judge-supposed.ts'

/** What would be otherwise of one subject; worse verdicts first. */
export interface ComparedSubject extends IdentityEffect {
  readonly judged: number
  readonly verdicts: readonly PreviewedVerdict[]
  readonly endpoints: number
}

export function compareJudged(before: JudgedSubject, after: JudgedSubject): ComparedSubject {
  const verdicts = [...after.verdicts].flatMap(([key, to]): PreviewedVerdict[] => {
    const from = before.verdicts.get(key)
    return from && differs(from, to) ? [toChange(after, from, to)] : []
  })
  return {
    identity: after.identity,
    judged: after.verdicts.size,
    endpoints: after.endpoints.length,
    changed: verdicts.length,
    verdicts: verdicts.toSorted((a, b) => weight(a) - weight(b) || a.title.localeCompare(b.title)),
    ladder: before.ladder && after.ladder ? moves(before.ladder, after.ladder) : [],
    proven: before.ladder && after.ladder ? { from: before.ladder.proven, to: after.ladder.proven } : null,
  }
}

export function checkEffect({ checkId, title, from, to }: PreviewedVerdict): CheckEffect {
  const begins = to.outcome === 'fail' && from.outcome !== 'fail'
  const ceases = from.outcome === 'fail' && to.outcome !== 'fail'
  return { checkId, title, begin: begins ? 1 : 0, cease: ceases ? 1 : 0, other: begins || ceases ? 0 : 1 }
}

function differs(from: SettledVerdict, to: SettledVerdict): boolean {
  return from.outcome !== to.outcome || from.severity !== to.severity || from.reason !== to.reason
}

function toChange({ endpoints }: JudgedSubject, from: SettledVerdict, to: SettledVerdict): PreviewedVerdict {
  return {
    checkId: to.checkId,
    title: findCheck(to.checkId)?.title ?? to.checkId,
    subjectId: to.subjectId,
    endpoint: endpoints.find(({ id }) => to.subjectKind === 'endpoint' && id === to.subjectId) ?? null,
    from: { outcome: from.outcome, severity: from.severity, reason: from.reason },
    to: { outcome: to.outcome, severity: to.severity, reason: to.reason },
  }
}

/** What begins to fail comes first, then what is lost, then what is won. */
function weight({ from, to }: PreviewedVerdict): number {
  if (to.outcome === 'fail' && from.outcome !== 'fail') return 0
  if (from.outcome === 'pass') return 1
  return to.outcome === 'pass' ? 2 : 3
}

function moves(before: Ladder, after: Ladder): RungMove[] {
  return rungs.flatMap((rung) => {
    const from = statusOf(before.rungs[rung].status)
    const to = statusOf(after.rungs[rung].status)
    return from === to ? [] : [{ rung, from, to }]
  })
}

function statusOf(status: RecordedRungStatus): RungStatus {
  if (status === 'not_expected') return 'not-expected'
  return status === 'not_assessed' ? 'not-assessed' : status
}

import { compareSeverity, type Severity } from '#lib/core/severity.ts'
import { outerJoin, rowKeys } from './report-rows.ts'
import type { FindingRow, VerdictRow } from './report-snapshot.ts'

/**
 * What became of a judgement (check and subject) between two reports. `other`: it passes in one and does not apply in
 * the other. A subject is new or gone where both reports hold the check, else the check is.
 */
export const verdictChanges = [
  'worse',
  'better',
  'unknown-now',
  'known-now',
  'other',
  'new-subject',
  'gone-subject',
  'new-check',
  'gone-check',
] as const

export type VerdictChange = (typeof verdictChanges)[number]

/** What became of a finding. `gone`: its check or subject is in the later report no more, so nobody knows. */
export const findingChanges = ['opened', 'resolved', 'excepted', 'exception-ended', 'gone'] as const

export type FindingChange = (typeof findingChanges)[number]

export interface Standing {
  /** Null where only a finding stands. */
  readonly outcome: VerdictRow['outcome'] | null
  readonly severity: Severity | null
  readonly reason: string | null
  readonly findingStatus: FindingRow['status'] | null
}

/** One judgement that is not the same in both; names as the later report has them. */
export interface ReportChange {
  readonly key: string
  readonly checkId: string
  /** Of the check. */
  readonly title: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly subjectName: string
  readonly identityName: string | null
  readonly environment: string | null
  readonly owner: string | null
  /** Null where the judgement is the same, and its finding is not. */
  readonly verdict: VerdictChange | null
  readonly finding: FindingChange | null
  /** Null where that report has no such judgement. */
  readonly before: Standing | null
  readonly after: Standing | null
}

/** A report as a comparison reads it: rows in the order of their keys. */
export interface Compared {
  /** Checks that it holds, with their titles. */
  readonly checks: ReadonlyMap<string, string>
  readonly verdicts: AsyncIterable<VerdictRow>
  readonly findings: AsyncIterable<FindingRow>
}

/** Each judgement of either report by its key: how it differs, null where it does not. */
export async function* compareVerdicts(
  before: Compared,
  after: Compared,
): AsyncGenerator<{ readonly key: string; readonly change: ReportChange | null }> {
  const { verdict: verdictKey, finding: findingKey } = rowKeys
  const verdicts = outerJoin(before.verdicts, after.verdicts, verdictKey, verdictKey)
  const findings = outerJoin(before.findings, after.findings, findingKey, findingKey)
  for await (const { key, left: verdict, right: finding } of outerJoin(verdicts, findings, keyOf, keyOf)) {
    const named = verdict?.right ?? finding?.right ?? verdict?.left ?? finding?.left
    if (named === undefined) continue
    const inBoth = before.checks.has(named.checkId) && after.checks.has(named.checkId)
    const change = {
      verdict: verdictChange(verdict?.left, verdict?.right, inBoth ? 'subject' : 'check'),
      finding: findingChange(finding?.left, finding?.right, verdict?.right !== undefined),
    }
    const isSame = change.verdict === null && change.finding === null
    yield {
      key,
      change: isSame
        ? null
        : {
            key,
            checkId: named.checkId,
            title: after.checks.get(named.checkId) ?? before.checks.get(named.checkId) ?? named.checkId,
            subjectKind: named.subjectKind,
            subjectId: named.subjectId,
            subjectName: named.subjectName,
            identityName: named.identity?.name ?? null,
            environment: named.environment,
            owner: named.owner,
            ...change,
            before: standing(verdict?.left, finding?.left),
            after: standing(verdict?.right, finding?.right),
          },
    }
  }
}

const keyOf = ({ key }: { readonly key: string }) => key

function verdictChange(
  before: VerdictRow | undefined,
  after: VerdictRow | undefined,
  missing: 'subject' | 'check',
): VerdictChange | null {
  if (before === undefined) return after === undefined ? null : `new-${missing}`
  if (after === undefined) return `gone-${missing}`
  if (before.outcome === after.outcome) return severityChange(before.severity, after.severity)
  if (after.outcome === 'not-assessed') return 'unknown-now'
  if (before.outcome === 'not-assessed') return 'known-now'
  if (after.outcome === 'fail') return 'worse'
  return before.outcome === 'fail' ? 'better' : 'other'
}

/** A failure that weighs more is worse, though it failed before. */
function severityChange(before: Severity | null, after: Severity | null): 'worse' | 'better' | null {
  if (before === null || after === null || before === after) return null
  return compareSeverity(before, after) > 0 ? 'worse' : 'better'
}

const isException = ({ status }: FindingRow) => status === 'accepted' || status === 'false-positive'

function findingChange(
  before: FindingRow | undefined,
  after: FindingRow | undefined,
  isJudged: boolean,
): FindingChange | null {
  if (before === undefined) return after === undefined ? null : 'opened'
  if (after === undefined) return isJudged ? 'resolved' : 'gone'
  if (isException(before) === isException(after)) return null
  return isException(after) ? 'excepted' : 'exception-ended'
}

function standing(verdict: VerdictRow | undefined, finding: FindingRow | undefined): Standing | null {
  if (verdict === undefined && finding === undefined) return null
  return {
    outcome: verdict?.outcome ?? null,
    severity: verdict?.severity ?? finding?.severity ?? null,
    reason: verdict?.reason ?? null,
    findingStatus: finding?.status ?? null,
  }
}

import type { Severity } from '#lib/core/severity.ts'
import type { Evidence, SettledVerdict } from './contract.ts'

export type FindingStatus = 'open' | 'acknowledged' | 'accepted' | 'false_positive' | 'resolved'

/** A finding as it is recorded now. */
export interface FindingState {
  readonly id: string
  readonly checkId: string
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  readonly status: FindingStatus
  readonly severity: Severity
  readonly acceptedUntil: Date | null
  /** Of the last failing verdict. */
  readonly evidence: Evidence
}

export type FindingChange =
  | {
      readonly kind: 'open'
      readonly verdict: SettledVerdict
      readonly severity: Severity
      readonly evidence: Evidence
    }
  | {
      readonly kind: 'reopen'
      readonly findingId: string
      readonly because: 'failed-again' | 'acceptance-expired'
      readonly severity: Severity
      readonly evidence: Evidence
    }
  | {
      readonly kind: 'update'
      readonly findingId: string
      readonly severity: Severity
      readonly previousSeverity: Severity
      readonly evidence: Evidence
    }
  | { readonly kind: 'resolve'; readonly findingId: string; readonly because: 'passed' | 'not-applicable' }

/**
 * The changes that verdicts make to the findings of the same subjects. Findings are keyed by check and subject.
 * A verdict that is not assessed changes nothing: silence neither opens nor resolves. An acceptance ends at
 * `acceptedUntil`, that instant included; one without an end has ended. A false positive is resolved by a pass alone.
 */
export function reconcile(
  findings: readonly FindingState[],
  verdicts: readonly SettledVerdict[],
  now: Date,
): FindingChange[] {
  const byKey = new Map(findings.map((finding) => [findingKey(finding), finding]))
  return verdicts.flatMap((verdict) => {
    const change = changeOf(byKey.get(findingKey(verdict)), verdict, now)
    return change === null ? [] : [change]
  })
}

function findingKey(of: Pick<FindingState, 'checkId' | 'subjectKind' | 'subjectId'>): string {
  return `${of.subjectKind} ${of.subjectId} ${of.checkId}`
}

function changeOf(finding: FindingState | undefined, verdict: SettledVerdict, now: Date): FindingChange | null {
  switch (verdict.outcome) {
    case 'fail':
      return failed(finding, verdict, now)
    case 'pass':
      return finding === undefined || finding.status === 'resolved'
        ? null
        : { kind: 'resolve', findingId: finding.id, because: 'passed' }
    case 'not-applicable':
      return finding === undefined || finding.status === 'resolved' || finding.status === 'false_positive'
        ? null
        : { kind: 'resolve', findingId: finding.id, because: 'not-applicable' }
    case 'not-assessed':
      return null
  }
}

function failed(finding: FindingState | undefined, verdict: SettledVerdict, now: Date): FindingChange | null {
  const { severity, evidence } = verdict
  if (severity === null) throw new Error(`failing verdict of ${verdict.checkId} has no severity`)
  if (finding === undefined) return { kind: 'open', verdict, severity, evidence }
  const findingId = finding.id
  if (finding.status === 'resolved') return { kind: 'reopen', findingId, because: 'failed-again', severity, evidence }
  if (finding.status === 'accepted' && (finding.acceptedUntil === null || finding.acceptedUntil <= now)) {
    return { kind: 'reopen', findingId, because: 'acceptance-expired', severity, evidence }
  }
  if (finding.severity === severity && sameEvidence(finding.evidence, evidence)) return null
  return { kind: 'update', findingId, severity, previousSeverity: finding.severity, evidence }
}

/** Equal as JSON, whatever the order of the keys: the database keeps none. */
function sameEvidence(a: Evidence, b: Evidence): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry,
  )
}

import { type Severity, severities } from '#lib/core/severity.ts'
import { certificatesInEvidence } from './certificates-in-evidence.ts'
import type { FindingChange, FindingState } from './reconcile.ts'

/** A finding with what somebody decided or proposed about it. */
export interface DecidedState extends FindingState {
  /** The end of the acceptance that waits for its approval; null where none waits. */
  readonly proposalUntil: Date | null
}

/** What ends although no verdict asks for it. */
export type Lapse =
  | {
      readonly kind: 'acceptance'
      readonly findingId: string
      readonly because: 'acceptance-expired' | 'severity-rose' | 'certificate-changed'
      readonly severity: Severity
    }
  | {
      readonly kind: 'false-positive'
      readonly findingId: string
      readonly because: 'severity-rose'
      readonly severity: Severity
    }
  | { readonly kind: 'proposal'; readonly findingId: string; readonly because: 'ended' | 'severity-rose' | 'resolved' }

/**
 * The decisions that end beside the changes that `reconcile` found: an acceptance whose end has come while its check
 * could not be assessed; one that nobody had to approve and whose severity has now come to where somebody must
 * (`approvalFrom`; null: nowhere), as a false positive's; one given for another certificate than now fails; a proposal
 * whose end has come, whose severity rose, or whose finding is resolved.
 */
export function lapse(
  findings: readonly DecidedState[],
  changes: readonly FindingChange[],
  now: Date,
  approvalFrom: Severity | null,
): Lapse[] {
  const byFinding = new Map(
    changes.flatMap((change) => (change.kind === 'open' ? [] : [[change.findingId, change] as const])),
  )
  return findings.flatMap((finding) => {
    const change = byFinding.get(finding.id)
    return [
      acceptanceLapse(finding, change, now, approvalFrom),
      falsePositiveLapse(finding, change, approvalFrom),
      proposalLapse(finding, change, now),
    ].filter((one) => one !== null)
  })
}

/** Whether an acceptance of this severity needs somebody else. */
export function needsApproval(severity: Severity, approvalFrom: Severity | null): boolean {
  return approvalFrom !== null && severities.indexOf(severity) >= severities.indexOf(approvalFrom)
}

function acceptanceLapse(
  finding: DecidedState,
  change: FindingChange | undefined,
  now: Date,
  approvalFrom: Severity | null,
): Lapse | null {
  if (finding.status !== 'accepted' || change?.kind === 'resolve' || change?.kind === 'reopen') return null
  const { id: findingId, severity: before, acceptedUntil } = finding
  const severity = change?.kind === 'update' ? change.severity : before
  if (acceptedUntil === null || acceptedUntil <= now)
    return { kind: 'acceptance', findingId, because: 'acceptance-expired', severity }
  if (!needsApproval(before, approvalFrom) && needsApproval(severity, approvalFrom))
    return { kind: 'acceptance', findingId, because: 'severity-rose', severity }
  const known = certificatesInEvidence(finding.evidence)
  const failing = change?.kind === 'update' ? certificatesInEvidence(change.evidence) : []
  return known.length > 0 && failing.some((sha256) => !known.includes(sha256))
    ? { kind: 'acceptance', findingId, because: 'certificate-changed', severity }
    : null
}

function falsePositiveLapse(
  { id: findingId, status, severity: before }: DecidedState,
  change: FindingChange | undefined,
  approvalFrom: Severity | null,
): Lapse | null {
  if (status !== 'false_positive' || change?.kind !== 'update') return null
  const { severity } = change
  return !needsApproval(before, approvalFrom) && needsApproval(severity, approvalFrom)
    ? { kind: 'false-positive', findingId, because: 'severity-rose', severity }
    : null
}

function proposalLapse(finding: DecidedState, change: FindingChange | undefined, now: Date): Lapse | null {
  const { id: findingId, proposalUntil } = finding
  if (proposalUntil === null) return null
  if (change?.kind === 'resolve') return { kind: 'proposal', findingId, because: 'resolved' }
  if (proposalUntil <= now) return { kind: 'proposal', findingId, because: 'ended' }
  const severity = change?.kind === 'update' || change?.kind === 'reopen' ? change.severity : finding.severity
  return severities.indexOf(severity) > severities.indexOf(finding.severity)
    ? { kind: 'proposal', findingId, because: 'severity-rose' }
    : null
}

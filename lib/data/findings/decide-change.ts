import type { AcceptanceLimit } from './acceptance.ts'
import type { FindingStatus } from './filter.ts'
import type { FindingChange } from './finding-change.ts'

/** What became of one finding under a change. */
export type ChangeOutcome =
  | { readonly outcome: 'changed' }
  /** It stood so already. */
  | { readonly outcome: 'unchanged' }
  /** The change does not fit this finding as it stands; `problem` says why. */
  | { readonly outcome: 'refused'; readonly problem: string }
  /** Somebody else, or a scan, changed it since the caller looked. */
  | { readonly outcome: 'conflict'; readonly problem: string }
  | { readonly outcome: 'not-found' }

export interface FindingBefore {
  readonly status: FindingStatus
  readonly assigneeId: string | null
  readonly acceptedUntil: Date | null
  readonly reason: string | null
}

const resolved = 'It is resolved; it opens again by itself when the check fails again.'

/** Whether a change fits a finding as it stands. Pure. */
export function decideChange(before: FindingBefore, change: FindingChange, limit: AcceptanceLimit): ChangeOutcome {
  const { status } = before
  if (change.action === 'comment') return { outcome: 'changed' }
  if (change.action === 'assign') return { outcome: before.assigneeId === change.assigneeId ? 'unchanged' : 'changed' }
  if (status === 'resolved') return { outcome: 'refused', problem: resolved }
  switch (change.action) {
    case 'acknowledge':
      if (status === 'acknowledged') return { outcome: 'unchanged' }
      return status === 'open'
        ? { outcome: 'changed' }
        : { outcome: 'refused', problem: 'Reopen it first: it is put aside.' }
    case 'false-positive':
      return { outcome: status === 'false-positive' && before.reason === change.reason ? 'unchanged' : 'changed' }
    case 'reopen':
      return { outcome: status === 'open' ? 'unchanged' : 'changed' }
    case 'accept':
      return decideAcceptance(before, change, limit)
  }
}

function decideAcceptance(
  before: FindingBefore,
  change: Extract<FindingChange, { action: 'accept' }>,
  limit: AcceptanceLimit,
): ChangeOutcome {
  if (before.status === 'false-positive')
    return { outcome: 'refused', problem: 'Reopen it first: it is called a false positive.' }
  if (change.until > limit.latest) {
    const because =
      limit.certificateEndsAt === null ? 'an acceptance lasts at most 366 days' : 'the certificate ends then'
    return { outcome: 'refused', problem: `The latest end is ${limit.latest.toISOString()}: ${because}.` }
  }
  const same =
    before.status === 'accepted' &&
    before.acceptedUntil?.getTime() === change.until.getTime() &&
    before.reason === change.reason
  return { outcome: same ? 'unchanged' : 'changed' }
}

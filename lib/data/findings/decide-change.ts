import { needsApproval } from '#lib/checks/lapse.ts'
import { longestAcceptanceDays } from '#lib/checks/longest-acceptance.ts'
import type { Severity } from '#lib/core/severity.ts'
import type { AcceptanceLimit } from './acceptance.ts'
import type { FindingStatus } from './filter.ts'
import type { FindingChange } from './finding-change.ts'
import type { Proposal } from './proposal.ts'

/** What became of one finding under a change. */
export type ChangeOutcome =
  | { readonly outcome: 'changed' }
  /** The acceptance waits for somebody else's approval; until then the finding stands as it did. */
  | { readonly outcome: 'proposed' }
  /** It stood so already. */
  | { readonly outcome: 'unchanged' }
  /** The change does not fit this finding as it stands; `problem` says why. */
  | { readonly outcome: 'refused'; readonly problem: string }
  /** Somebody else, or a scan, changed it since the caller looked. */
  | { readonly outcome: 'conflict'; readonly problem: string }
  | { readonly outcome: 'not-found' }

export interface FindingBefore {
  readonly status: FindingStatus
  readonly severity: Severity
  readonly assigneeId: string | null
  readonly acceptedUntil: Date | null
  readonly reason: string | null
  readonly proposal: Proposal | null
}

/** Who decides, and what the estate asks of an acceptance. */
export interface Authority {
  /** The person behind the change; null for the system and for a token whose maker is gone. */
  readonly personId: string | null
  readonly administrator: boolean
  /** Whether there is an active administrator beside that person. */
  readonly otherAdministrators: boolean
  /** From which severity on an acceptance needs somebody else; null: from none. */
  readonly approvalFrom: Severity | null
}

/** What a decision rests on beside the finding. */
export interface Ground {
  readonly limit: AcceptanceLimit
  readonly authority: Authority
  readonly now: Date
}

const resolved = 'It is resolved; it opens again by itself when the check fails again.'
const putAside = 'Reopen it first: it is put aside.'

/** Whether a change fits a finding as it stands. Pure. */
export function decideChange(before: FindingBefore, change: FindingChange, ground: Ground): ChangeOutcome {
  const { status } = before
  if (change.action === 'comment') return { outcome: 'changed' }
  if (change.action === 'assign') return { outcome: before.assigneeId === change.assigneeId ? 'unchanged' : 'changed' }
  if (status === 'resolved') return { outcome: 'refused', problem: resolved }
  switch (change.action) {
    case 'acknowledge':
      if (status === 'acknowledged') return { outcome: 'unchanged' }
      return status === 'open' ? { outcome: 'changed' } : { outcome: 'refused', problem: putAside }
    case 'false-positive':
      return decideFalsePositive(before, change, ground.authority)
    case 'reopen':
      return { outcome: status === 'open' ? 'unchanged' : 'changed' }
    case 'accept':
      return decideAcceptance(before, change, ground)
    case 'approve':
      return decideApproval(before, ground)
    case 'decline':
      return decideDecline(before, ground)
  }
}

/** It silences for longer than an acceptance does, so that it is no way around the approval of one. */
function decideFalsePositive(
  { status, severity, reason }: FindingBefore,
  change: Extract<FindingChange, { action: 'false-positive' }>,
  { administrator, approvalFrom }: Authority,
): ChangeOutcome {
  if (status === 'false-positive' && reason === change.reason) return { outcome: 'unchanged' }
  return administrator || !needsApproval(severity, approvalFrom)
    ? { outcome: 'changed' }
    : { outcome: 'refused', problem: `An administrator calls a finding of severity ${severity} a false positive.` }
}

/** Whether somebody may decide an acceptance that needs another's approval by himself: nobody else is there to ask. */
function isSole({ administrator, otherAdministrators }: Authority): boolean {
  return administrator && !otherAdministrators
}

function decideAcceptance(
  before: FindingBefore,
  change: Extract<FindingChange, { action: 'accept' }>,
  { limit, authority, now }: Ground,
): ChangeOutcome {
  if (before.status === 'false-positive')
    return { outcome: 'refused', problem: 'Reopen it first: it is called a false positive.' }
  const beyond = beyondLimit(change.until, limit, now)
  if (beyond !== null) return { outcome: 'refused', problem: beyond }
  const same =
    before.status === 'accepted' &&
    before.acceptedUntil?.getTime() === change.until.getTime() &&
    before.reason === change.reason
  if (same) return { outcome: 'unchanged' }
  if (!needsApproval(before.severity, authority.approvalFrom) || isSole(authority)) return { outcome: 'changed' }
  const { proposal } = before
  const proposed =
    proposal !== null &&
    proposal.byId === authority.personId &&
    proposal.until.getTime() === change.until.getTime() &&
    proposal.reason === change.reason
  return { outcome: proposed ? 'unchanged' : 'proposed' }
}

const nothingWaits = 'No acceptance waits for approval here.'

function decideApproval({ status, proposal }: FindingBefore, { limit, authority, now }: Ground): ChangeOutcome {
  if (proposal === null || status === 'false-positive') return { outcome: 'refused', problem: nothingWaits }
  if (!authority.administrator) return { outcome: 'refused', problem: 'An administrator approves an acceptance.' }
  if (authority.personId === null)
    return { outcome: 'refused', problem: 'An approval is a person’s: nobody stands behind this.' }
  if (proposal.byId === authority.personId && !isSole(authority))
    return { outcome: 'refused', problem: 'Nobody approves what he proposed himself: ask another administrator.' }
  const beyond = beyondLimit(proposal.until, limit, now)
  return beyond === null ? { outcome: 'changed' } : { outcome: 'refused', problem: beyond }
}

/** An administrator declines; who proposed it may take it back. */
function decideDecline({ proposal }: FindingBefore, { authority }: Ground): ChangeOutcome {
  if (proposal === null) return { outcome: 'refused', problem: nothingWaits }
  const own = proposal.byId !== null && proposal.byId === authority.personId
  return authority.administrator || own
    ? { outcome: 'changed' }
    : { outcome: 'refused', problem: 'An administrator declines, or who proposed it takes it back.' }
}

function beyondLimit(until: Date, limit: AcceptanceLimit, now: Date): string | null {
  if (until <= now) return 'The end of the acceptance has passed.'
  if (until <= limit.latest) return null
  const because =
    limit.certificateEndsAt === null
      ? `an acceptance lasts at most ${longestAcceptanceDays} days`
      : 'the certificate ends then'
  return `The latest end is ${limit.latest.toISOString()}: ${because}.`
}

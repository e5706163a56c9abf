import { certificatesInEvidence } from '#lib/checks/certificates-in-evidence.ts'
import { needsApproval } from '#lib/checks/lapse.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { lockEndpoints, lockIdentities } from '../evaluation/lock-subjects.ts'
import { rollUpFindings } from '../evaluation/roll-up-findings.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { certificateEnds, limitOf } from './acceptance.ts'
import { authorityOf } from './authority-of.ts'
import { type Authority, type ChangeOutcome, decideChange, type FindingBefore } from './decide-change.ts'
import { writeDueDatesOf } from './due-dates.ts'
import { findMentions, type Mentionable } from './find-mentions.ts'
import type { FindingChange } from './finding-change.ts'
import { readProposal, type StoredProposal } from './proposal.ts'
import { type DecidedChange, writeChange } from './write-change.ts'

export interface ChangeTarget {
  readonly id: string
  /** As the caller last saw it; where it stands otherwise by now the change is a conflict. Absent: not looked at. */
  readonly updatedAt?: Date | undefined
}

/**
 * Makes one change to some findings (a few hundred at most) in one transaction, with events, audit log and roll-ups.
 * Says of each, in the order given, what became of it. Throws `forbidden` below analyst (admin for an approval), and
 * `invalid-input` for an end in the past, or an assignee or somebody mentioned who is not there.
 */
export async function changeFindings(
  principal: Principal,
  targets: readonly ChangeTarget[],
  change: FindingChange,
  now: Date = new Date(),
): Promise<ChangeOutcome[]> {
  requireRole(principal, change.action === 'approve' ? 'admin' : 'analyst')
  if (change.action === 'accept' && change.until <= now)
    throw new AppError('invalid-input', 'The end of an acceptance lies in the future.', {
      problems: [{ at: 'until', problem: 'it is past' }],
    })
  const ids = [...new Set(targets.map((target) => target.id).filter(isUuid))]
  return inTransaction(async (tx) => {
    const { detail, mentioned } = await describeChange(tx, change)
    const authority = await authorityOf(tx, principal)
    const subjects = await lockSubjects(tx, ids)
    const locked = await lockFindings(tx, ids)
    const ends = silences(change)
      ? await certificateEnds(
          tx,
          locked.flatMap((finding) => certificatesInEvidence(finding.evidence)),
        )
      : new Map<string, Date>()
    const byId = new Map(locked.map((finding) => [finding.id, finding]))
    const outcomes = targets.map((target): ChangeOutcome => {
      const finding = byId.get(target.id.toLowerCase())
      if (!finding) return { outcome: 'not-found' }
      if (isStale(target, finding, change))
        return { outcome: 'conflict', problem: 'It was changed since you looked at it.' }
      return decideChange(finding, change, { limit: limitOf(finding.evidence, ends, now), authority, now })
    })
    const decided = new Map<string, DecidedChange>()
    for (const [index, { outcome }] of outcomes.entries()) {
      const finding = byId.get(targets[index]?.id.toLowerCase() ?? '')
      if (!finding || (outcome !== 'changed' && outcome !== 'proposed')) continue
      decided.set(finding.id, toDeed(finding, change, outcome, detail, authority))
    }
    if (decided.size === 0) return outcomes
    const { personId } = authority
    await writeChange(tx, [...decided.values()], { principal, personId, change, mentioned, now })
    if (change.action === 'comment' || change.action === 'assign') return outcomes
    if (silences(change)) await lookAgain(tx, [...decided.keys()])
    await writeDueDatesOf(tx, [...decided.keys()], now)
    await rollUpFindings(tx, subjects)
    return outcomes
  })
}

function silences({ action }: FindingChange): boolean {
  return action === 'accept' || action === 'approve'
}

/** What the history says of one finding: an approval names what it approves, and whether it was one's own is said. */
function toDeed(
  { id, severity, proposal }: LockedFinding,
  change: FindingChange,
  outcome: 'changed' | 'proposed',
  detail: Readonly<Record<string, unknown>>,
  { personId, approvalFrom }: Authority,
): DecidedChange {
  if (change.action === 'accept') {
    if (outcome === 'proposed') return { id, deed: 'propose', detail }
    return { id, deed: 'accept', detail: needsApproval(severity, approvalFrom) ? { ...detail, sole: true } : detail }
  }
  if ((change.action === 'approve' || change.action === 'decline') && proposal !== null) {
    const { until, reason, byName: proposedBy } = proposal
    const own = proposal.byId !== null && proposal.byId === personId
    if (change.action === 'decline')
      return { id, deed: 'decline', detail: { ...detail, proposedBy, ...(own && { own }) } }
    const sole = own ? { sole: true } : {}
    return { id, deed: 'approve', detail: { ...detail, until, reason, proposedBy, ...sole } }
  }
  return { id, deed: change.action, detail }
}

interface LockedFinding extends FindingBefore {
  readonly id: string
  readonly updatedAt: Date
  readonly evidence: Readonly<Record<string, unknown>>
}

function isStale(target: ChangeTarget, finding: LockedFinding, change: FindingChange): boolean {
  if (target.updatedAt === undefined || change.action === 'comment') return false
  return target.updatedAt.getTime() !== finding.updatedAt.getTime()
}

interface Described {
  /** What stands in the history. */
  readonly detail: Readonly<Record<string, unknown>>
  readonly mentioned: readonly Mentionable[]
}

/** Throws `invalid-input` for an assignee or somebody mentioned who is not there or is disabled. */
async function describeChange(tx: Db, change: FindingChange): Promise<Described> {
  const { action: _action, ...detail } = change
  if (change.action === 'comment') return describeComment(tx, change.text, change.mentions ?? [])
  if (change.action !== 'assign' || change.assigneeId === null) return { detail, mentioned: [] }
  const [user] = await rows<{ name: string }>(tx, 'SELECT name FROM app_user WHERE id = $1 AND NOT banned FOR SHARE', [
    change.assigneeId,
  ])
  if (!user) throw nobody('assigneeId')
  return { detail: { ...detail, assigneeName: user.name }, mentioned: [] }
}

async function describeComment(tx: Db, text: string, ids: readonly string[]): Promise<Described> {
  if (ids.length === 0 && !text.includes('@')) return { detail: { text }, mentioned: [] }
  const users = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM app_user WHERE NOT banned ORDER BY id FOR KEY SHARE',
  )
  const chosen = users.filter(({ id }) => ids.includes(id))
  if (chosen.length < new Set(ids).size) throw nobody('mentions')
  // Of several of one name, those who were chosen are meant.
  const named = findMentions(text, users).filter(
    (user) => chosen.includes(user) || !chosen.some(({ name }) => name === user.name),
  )
  const mentioned = [...new Set([...chosen, ...named])].map(({ id, name }) => ({ id, name }))
  return { detail: mentioned.length === 0 ? { text } : { text, mentioned }, mentioned }
}

function nobody(at: string): AppError {
  return new AppError('invalid-input', 'There is nobody with this id.', {
    problems: [{ at, problem: 'there is no such user' }],
  })
}

/** In the order that `inTransaction` asks for: endpoints, identities, and the findings after them. */
async function lockSubjects(tx: Db, ids: readonly string[]): Promise<{ endpointIds: string[]; identityIds: string[] }> {
  const found = await rows<{ endpointId: string | null; identityId: string | null }>(
    tx,
    'SELECT DISTINCT endpoint_id AS "endpointId", identity_id AS "identityId" FROM finding WHERE id = ANY ($1::uuid[])',
    [ids],
  )
  const endpoints = await lockEndpoints(tx, [...new Set(found.flatMap((row) => row.endpointId ?? []))])
  const identityIds = await lockIdentities(tx, [
    ...found.flatMap((row) => row.identityId ?? []),
    ...endpoints.identityIds,
  ])
  return { endpointIds: endpoints.ids, identityIds }
}

async function lockFindings(tx: Db, ids: readonly string[]): Promise<LockedFinding[]> {
  const found = await rows<Omit<{ [Key in keyof LockedFinding]: LockedFinding[Key] }, 'proposal'> & Stored>(
    tx,
    `SELECT id, replace(status::text, '_', '-') AS status, severity, assignee_id AS "assigneeId",
            accepted_until AS "acceptedUntil", reason, proposal, updated_at AS "updatedAt", evidence
       FROM finding WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  )
  return found.map((row) => ({ ...row, proposal: readProposal(row.proposal) }))
}

interface Stored {
  readonly proposal: StoredProposal | null
}

/** So that the subject is judged, and the finding opened again, when its acceptance ends; and its proposal lapses. */
async function lookAgain(tx: Db, ids: readonly string[]): Promise<void> {
  for (const kind of ['endpoint', 'identity'] as const) {
    await tx.query(
      `UPDATE ${kind} s SET reevaluate_at = LEAST(s.reevaluate_at, f.ends)
         FROM (SELECT subject_id, min(LEAST(accepted_until, (proposal ->> 'until')::timestamptz)) AS ends FROM finding
                WHERE id = ANY ($1::uuid[]) AND subject_kind = '${kind}' GROUP BY 1) f
        WHERE s.id = f.subject_id AND f.ends IS NOT NULL AND (s.reevaluate_at IS NULL OR s.reevaluate_at > f.ends)`,
      [ids],
    )
  }
}

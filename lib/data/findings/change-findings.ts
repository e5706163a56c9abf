import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { lockEndpoints, lockIdentities } from '../evaluation/lock-subjects.ts'
import { rollUpFindings } from '../evaluation/roll-up-findings.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { certificateEnds, certificatesInEvidence, limitOf } from './acceptance.ts'
import { type ChangeOutcome, decideChange, type FindingBefore } from './decide-change.ts'
import type { FindingChange } from './finding-change.ts'
import { writeChange } from './write-change.ts'

export interface ChangeTarget {
  readonly id: string
  /** As the caller last saw it; where it stands otherwise by now the change is a conflict. Absent: not looked at. */
  readonly updatedAt?: Date | undefined
}

/**
 * Makes one change to some findings (a few hundred at most) in one transaction, with events, audit log and roll-ups.
 * Says of each, in the order given, what became of it. Throws `forbidden` below analyst, and `invalid-input` for an end
 * in the past or an assignee that there is not.
 */
export async function changeFindings(
  principal: Principal,
  targets: readonly ChangeTarget[],
  change: FindingChange,
  now: Date = new Date(),
): Promise<ChangeOutcome[]> {
  requireRole(principal, 'analyst')
  if (change.action === 'accept' && change.until <= now)
    throw new AppError('invalid-input', 'The end of an acceptance lies in the future.', {
      problems: [{ at: 'until', problem: 'it is past' }],
    })
  const ids = [...new Set(targets.map((target) => target.id).filter(isUuid))]
  return inTransaction(async (tx) => {
    const detail = await describeChange(tx, change)
    const subjects = await lockSubjects(tx, ids)
    const locked = await lockFindings(tx, ids)
    const ends =
      change.action === 'accept'
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
      return decideChange(finding, change, limitOf(finding.evidence, ends, now))
    })
    const changed = targets.flatMap(({ id }, index) => (outcomes[index]?.outcome === 'changed' ? [id] : []))
    if (changed.length === 0) return outcomes
    await writeChange(tx, principal, [...new Set(changed)], change, detail)
    if (change.action === 'accept') await lookAgainAt(tx, changed, change.until)
    if (change.action !== 'comment' && change.action !== 'assign') await rollUpFindings(tx, subjects)
    return outcomes
  })
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

/** What stands in the history. Throws `invalid-input` for an assignee who is not there or is disabled. */
async function describeChange(tx: Db, change: FindingChange): Promise<Readonly<Record<string, unknown>>> {
  const { action: _action, ...detail } = change
  if (change.action !== 'assign' || change.assigneeId === null) return detail
  const [user] = await rows<{ name: string }>(tx, 'SELECT name FROM app_user WHERE id = $1 AND NOT banned FOR SHARE', [
    change.assigneeId,
  ])
  if (!user)
    throw new AppError('invalid-input', 'There is nobody with this id.', {
      problems: [{ at: 'assigneeId', problem: 'there is no such user' }],
    })
  return { ...detail, assigneeName: user.name }
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

function lockFindings(tx: Db, ids: readonly string[]): Promise<LockedFinding[]> {
  return rows<{ [Key in keyof LockedFinding]: LockedFinding[Key] }>(
    tx,
    `SELECT id, replace(status::text, '_', '-') AS status, assignee_id AS "assigneeId", accepted_until AS "acceptedUntil", reason,
            updated_at AS "updatedAt", evidence
       FROM finding WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  )
}

/** So that the subject is judged, and the finding opened again, when its acceptance ends. */
async function lookAgainAt(tx: Db, ids: readonly string[], until: Date): Promise<void> {
  for (const kind of ['endpoint', 'identity'] as const) {
    await tx.query(
      `UPDATE ${kind} s SET reevaluate_at = LEAST(s.reevaluate_at, $2) FROM finding f
        WHERE f.id = ANY ($1::uuid[]) AND f.subject_kind = '${kind}' AND s.id = f.subject_id AND (s.reevaluate_at IS NULL OR s.reevaluate_at > $2)`,
      [ids, until],
    )
  }
}

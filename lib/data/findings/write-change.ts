import type { Principal } from '#lib/core/principal.ts'
import { auditEach } from '../audit.ts'
import type { Db } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import type { Mentionable } from './find-mentions.ts'
import type { FindingChange } from './finding-change.ts'

/** What is done to a finding: the change that was asked for, or the proposal that an acceptance became. */
export type Deed = FindingChange['action'] | 'propose'

/** The kind of a finding's event, by deed (see FindingEvent in the schema). */
const eventKinds = {
  acknowledge: 'acknowledged',
  accept: 'accepted',
  propose: 'acceptance-proposed',
  approve: 'accepted',
  decline: 'acceptance-declined',
  'false-positive': 'false-positive',
  reopen: 'reopened',
  assign: 'assigned',
  comment: 'commented',
} as const satisfies Record<Deed, string>

export interface DecidedChange {
  readonly id: string
  readonly deed: Deed
  /** What stands in the history, the audit log and the outbox. */
  readonly detail: Readonly<Record<string, unknown>>
}

export interface ChangeContext {
  readonly principal: Principal
  /** The person behind the principal. */
  readonly personId: string | null
  readonly change: FindingChange
  /** Whom a comment names. */
  readonly mentioned: readonly Mentionable[]
  readonly now: Date
}

/** Writes a change that was decided, its event in each history, the audit log and the outbox. */
export async function writeChange(tx: Db, decided: readonly DecidedChange[], context: ChangeContext): Promise<void> {
  const { principal } = context
  for (const deed of new Set(decided.map((one) => one.deed))) {
    const some = decided.filter((one) => one.deed === deed)
    const ids = some.map(({ id }) => id)
    await updateFindings(tx, ids, deed, context)
    const details = some.map(({ detail }) => storableJson(detail))
    await tx.query(
      `INSERT INTO finding_event (finding_id, at, kind, actor_name, actor_id, detail)
       SELECT id, clock_timestamp(), $3, $4, $5, detail::jsonb FROM unnest($1::uuid[], $2::text[]) AS t(id, detail)`,
      [ids, details, eventKinds[deed], storableText(principal.name), principal.id],
    )
    await tx.query(
      `INSERT INTO outbox_event (kind, payload)
       SELECT $3, jsonb_build_object('findingId', id, 'by', $4::text) || detail::jsonb
         FROM unnest($1::uuid[], $2::text[]) AS t(id, detail)`,
      [ids, details, `finding-${eventKinds[deed]}`, storableText(principal.name)],
    )
    await auditEach(tx, principal, `finding.${deed}`, 'finding', some)
  }
}

async function updateFindings(
  tx: Db,
  ids: readonly string[],
  deed: Deed,
  { change, principal, personId, mentioned, now }: ChangeContext,
): Promise<void> {
  const set = (assignments: string, values: readonly unknown[] = []) =>
    tx.query(`UPDATE finding SET ${assignments}, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`, [
      ids,
      ...values,
    ])
  const name = storableText(principal.name)
  if (deed === 'approve') {
    await set(
      `status = 'accepted', accepted_until = (proposal ->> 'until')::timestamptz, reason = proposal ->> 'reason',
       approver_id = $2, approver_name = $3, proposal = NULL`,
      [personId, name],
    )
    return
  }
  if (deed === 'propose' && change.action === 'accept') {
    const { until, reason } = change
    await set('proposal = $2::jsonb', [storableJson({ until, reason, byId: personId, byName: name, at: now })])
    return
  }
  switch (change.action) {
    case 'acknowledge':
      await set(`status = 'acknowledged'`)
      return
    case 'accept':
      await set(
        `status = 'accepted', accepted_until = $2, reason = $3, approver_id = $4, approver_name = $5, proposal = NULL`,
        [change.until, storableText(change.reason), personId, name],
      )
      return
    case 'decline':
      await set('proposal = NULL')
      return
    case 'false-positive':
      await set(
        `status = 'false_positive', accepted_until = NULL, reason = $2, approver_id = NULL, approver_name = NULL, proposal = NULL`,
        [storableText(change.reason)],
      )
      return
    case 'reopen':
      await set(`status = 'open', accepted_until = NULL, reason = NULL, approver_id = NULL, approver_name = NULL`)
      return
    case 'assign':
      await set('assignee_id = $2', [change.assigneeId])
      return
    case 'comment':
      // A comment changes nothing that another action could overwrite, so that updated_at stays.
      await writeMentions(tx, ids, change.text, mentioned, { byName: name, byId: personId })
      return
  }
}

/** One row for each user and finding; nobody is told of what he wrote himself. */
async function writeMentions(
  tx: Db,
  ids: readonly string[],
  text: string,
  mentioned: readonly Mentionable[],
  { byName, byId }: { byName: string; byId: string | null },
): Promise<void> {
  const users = mentioned.flatMap(({ id }) => (id === byId ? [] : [id]))
  if (users.length === 0) return
  await tx.query(
    `INSERT INTO mention (finding_id, user_id, by_name, text)
     SELECT f.id, u.id, $3, $4 FROM unnest($1::uuid[]) AS f(id) CROSS JOIN unnest($2::text[]) AS u(id)`,
    [ids, users, byName, storableText(text)],
  )
}

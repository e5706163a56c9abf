import type { Principal } from '#lib/core/principal.ts'
import { auditMany } from '../audit.ts'
import type { Db } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import type { FindingChange } from './finding-change.ts'

/** The kind of a finding's event, by action (see FindingEvent in the schema). */
const eventKinds = {
  acknowledge: 'acknowledged',
  accept: 'accepted',
  'false-positive': 'false-positive',
  reopen: 'reopened',
  assign: 'assigned',
  comment: 'commented',
} as const satisfies Record<FindingChange['action'], string>

/** Writes a change that was decided, its event in each history, the audit log and the outbox. */
export async function writeChange(
  tx: Db,
  principal: Principal,
  ids: readonly string[],
  change: FindingChange,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await updateFindings(tx, ids, change)
  const kind = eventKinds[change.action]
  const json = storableJson(detail)
  await tx.query(
    `INSERT INTO finding_event (finding_id, at, kind, actor_name, actor_id, detail)
     SELECT id, clock_timestamp(), $2, $3, $4, $5::jsonb FROM unnest($1::uuid[]) AS t(id)`,
    [ids, kind, storableText(principal.name), principal.id, json],
  )
  await tx.query(
    `INSERT INTO outbox_event (kind, payload)
     SELECT $2, jsonb_build_object('findingId', id, 'by', $3::text) || $4::jsonb FROM unnest($1::uuid[]) AS t(id)`,
    [ids, `finding-${kind}`, storableText(principal.name), json],
  )
  await auditMany(tx, principal, `finding.${change.action}`, 'finding', ids, detail)
}

async function updateFindings(tx: Db, ids: readonly string[], change: FindingChange): Promise<void> {
  const set = (assignments: string, values: readonly unknown[] = []) =>
    tx.query(`UPDATE finding SET ${assignments}, updated_at = clock_timestamp() WHERE id = ANY ($1::uuid[])`, [
      ids,
      ...values,
    ])
  switch (change.action) {
    case 'acknowledge':
      await set(`status = 'acknowledged'`)
      return
    case 'accept':
      await set(`status = 'accepted', accepted_until = $2, reason = $3`, [change.until, storableText(change.reason)])
      return
    case 'false-positive':
      await set(`status = 'false_positive', accepted_until = NULL, reason = $2`, [storableText(change.reason)])
      return
    case 'reopen':
      await set(`status = 'open', accepted_until = NULL, reason = NULL`)
      return
    case 'assign':
      await set('assignee_id = $2', [change.assigneeId])
      return
    case 'comment':
      // A comment changes nothing that another action could overwrite, so that updated_at stays.
      return
  }
}

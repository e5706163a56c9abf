import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface FindingEvent {
  readonly id: string
  readonly at: Date
  /** As in the schema's FindingEvent: opened, acknowledged, commented … */
  readonly kind: string
  readonly actorName: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** Beyond this the oldest are left out. */
const most = 500

/** What happened to a finding, oldest first. */
export async function listFindingEvents(principal: Principal, findingId: string): Promise<FindingEvent[]> {
  requireRole(principal, 'viewer')
  const newest = await rows<{ [Key in keyof FindingEvent]: FindingEvent[Key] }>(
    pool(),
    `SELECT id::text AS id, at, kind, actor_name AS "actorName", detail FROM finding_event WHERE finding_id = $1::uuid
      ORDER BY finding_event.id DESC LIMIT ${most}`,
    [findingId],
  )
  return newest.reverse()
}

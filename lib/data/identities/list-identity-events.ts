import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** What somebody did to an identity, from the audit log. */
export interface IdentityEvent {
  readonly id: string
  readonly at: Date
  readonly actorName: string
  /** `identity.update` and the like. */
  readonly action: string
  readonly detail: Readonly<Record<string, unknown>>
}

const most = 50

/** Newest first, at most fifty. */
export function listIdentityEvents(principal: Principal, identityId: string): Promise<IdentityEvent[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof IdentityEvent]: IdentityEvent[Key] }>(
    pool(),
    `SELECT id::text, at, actor_name AS "actorName", action, detail FROM audit_entry
      WHERE object_type = 'identity' AND object_id = $1 ORDER BY id DESC LIMIT ${most}`,
    [identityId],
  )
}

import type { Principal } from '#lib/core/principal.ts'
import { auditMany } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'

export interface EndpointChange {
  /** False takes it out of scans; its records stay. */
  readonly enabled?: boolean | undefined
  readonly tags?: readonly string[] | undefined
}

/**
 * Changes endpoints; those that are not there are passed over. What is switched on is due for a scan at once. Returns
 * how many changed. Throws `forbidden` below analyst.
 */
export async function changeEndpoints(
  principal: Principal,
  endpointIds: readonly string[],
  change: EndpointChange,
): Promise<number> {
  requireRole(principal, 'analyst')
  return inTransaction(async (tx) => {
    const changed = await update(tx, endpointIds, change)
    const ids = changed.map((row) => row.id)
    if (ids.length === 0) return 0
    await auditMany(tx, principal, 'endpoint.change', 'endpoint', ids, { ...change })
    if (change.enabled !== undefined) {
      // An identity answers for the endpoints that are scanned.
      await judgeOrMarkDue(tx, { endpointIds: ids, identityIds: [] }, new Date())
    }
    return ids.length
  })
}

async function update(tx: Db, ids: readonly string[], { enabled, tags }: EndpointChange): Promise<{ id: string }[]> {
  await tx.query('SELECT id FROM endpoint WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids])
  return rows<{ id: string }>(
    tx,
    `UPDATE endpoint SET enabled = COALESCE($2::bool, enabled), tags = COALESCE($3::text[], tags), updated_at = now(),
            next_scan_at = CASE WHEN $2::bool AND NOT enabled THEN now() ELSE next_scan_at END
      WHERE id = ANY ($1::uuid[]) AND (enabled, tags) IS DISTINCT FROM (COALESCE($2::bool, enabled), COALESCE($3::text[], tags))
      RETURNING id`,
    [ids, enabled ?? null, tags ?? null],
  )
}

import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'

/** Removes endpoints with their history and findings. Certificates stay. Returns how many. Throws `forbidden` below admin. */
export async function removeEndpoints(principal: Principal, endpointIds: readonly string[]): Promise<number> {
  requireRole(principal, 'admin')
  return inTransaction(async (tx) => {
    await tx.query('SELECT id FROM endpoint WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [endpointIds])
    const removed = await rows<{ id: string; identityId: string | null; host: string; port: number }>(
      tx,
      'DELETE FROM endpoint WHERE id = ANY ($1::uuid[]) RETURNING id, identity_id AS "identityId", host, port',
      [endpointIds],
    )
    await tx.query(`DELETE FROM verdict WHERE subject_kind = 'endpoint' AND subject_id = ANY ($1::uuid[])`, [
      removed.map((row) => row.id),
    ])
    await judgeOrMarkDue(
      tx,
      { endpointIds: [], identityIds: removed.flatMap((row) => row.identityId ?? []) },
      new Date(),
    )
    const names = removed.slice(0, 100).map((row) => `${row.host}:${row.port}`)
    await audit(tx, principal, 'endpoints.remove', { type: 'endpoint', id: null }, { removed: removed.length, names })
    return removed.length
  })
}

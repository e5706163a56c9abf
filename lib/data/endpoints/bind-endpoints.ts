import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireRole } from '../require-role.ts'
import { applyRulesInTransaction } from '../rules/apply-rules.ts'
import { inTransaction, rows } from '../sql.ts'

/**
 * Binds endpoints to an identity by hand; null hands them back to the rules. Returns how many bindings changed. Throws
 * `forbidden` below analyst and `not-found` for an identity that there is not.
 */
export async function bindEndpoints(
  principal: Principal,
  endpointIds: readonly string[],
  identityId: string | null,
): Promise<number> {
  requireRole(principal, 'analyst')
  return inTransaction(async (tx) => {
    const now = new Date()
    const before = await rows<{ id: string; identityId: string | null }>(
      tx,
      'SELECT id, identity_id AS "identityId" FROM endpoint WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [endpointIds],
    )
    const ids = before.map((row) => row.id)
    if (identityId !== null) {
      const [identity] = await rows<{ id: string }>(tx, 'SELECT id FROM identity WHERE id = $1', [identityId])
      if (!identity) throw new AppError('not-found', 'There is no such identity.')
    }
    const changed = await tx.query(
      `UPDATE endpoint SET identity_id = $2::uuid, rule_id = NULL, updated_at = now(),
              bound_by = CASE WHEN $2::uuid IS NULL THEN NULL ELSE 'hand'::binding_origin END
        WHERE id = ANY ($1::uuid[]) AND (identity_id IS DISTINCT FROM $2::uuid OR bound_by IS DISTINCT FROM 'hand')`,
      [ids, identityId],
    )
    if (identityId === null) await applyRulesInTransaction(tx, principal, ids, now)
    await judgeOrMarkDue(tx, { endpointIds: ids, identityIds: before.flatMap((row) => row.identityId ?? []) }, now)
    await audit(tx, principal, 'endpoints.bind', { type: 'identity', id: identityId }, { endpointIds: ids })
    return changed.rowCount ?? 0
  })
}

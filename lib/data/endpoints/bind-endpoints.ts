import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { requireRole } from '../require-role.ts'
import { applyRulesInTransaction } from '../rules/apply-rules.ts'
import { type Db, inTransaction, rows } from '../sql.ts'

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
    const changed =
      identityId === null
        ? await handBack(tx, principal, ids, now)
        : await holdOverrides(tx, principal, { endpointIds: ids, identityIds: [] }, 'identityId', () =>
            bind(tx, ids, identityId),
          )
    await judgeOrMarkDue(tx, { endpointIds: ids, identityIds: before.flatMap((row) => row.identityId ?? []) }, now)
    await audit(tx, principal, 'endpoints.bind', { type: 'identity', id: identityId }, { endpointIds: ids })
    return changed
  })
}

async function bind(tx: Db, ids: readonly string[], identityId: string): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE endpoint SET identity_id = $2::uuid, rule_id = NULL, bound_by = 'hand', updated_at = now()
      WHERE id = ANY ($1::uuid[]) AND (identity_id IS DISTINCT FROM $2::uuid OR bound_by IS DISTINCT FROM 'hand')`,
    [ids, identityId],
  )
  return rowCount ?? 0
}

/** They stay bound until the rules have spoken, who compare what they give with what there was. */
async function handBack(tx: Db, principal: Principal, ids: readonly string[], now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE endpoint SET bound_by = NULL, rule_id = NULL, updated_at = now()
      WHERE id = ANY ($1::uuid[]) AND (bound_by IS NOT NULL OR identity_id IS NOT NULL)`,
    [ids],
  )
  await applyRulesInTransaction(tx, principal, ids, now)
  return rowCount ?? 0
}

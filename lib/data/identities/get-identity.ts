import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { loadIdentityDue } from '../rotations/load-identity-due.ts'
import { rows } from '../sql.ts'
import { findStoreForIdentity, type ResolvedStore } from '../trust-stores/find-store-for-identity.ts'
import { isUuid } from '../uuid.ts'
import { identityTables } from './identity-conditions.ts'
import { type IdentityColumns, type IdentityRow, identityRowColumns, toIdentityRows } from './identity-row.ts'

/** One identity with the policy that it answers to. */
export interface IdentityDetail extends IdentityRow {
  /** The pattern of the rule that gave it its owner; null where a person or an import did, or nobody. */
  readonly ownerRule: string | null
  readonly environmentId: string | null
  /** What is said of this identity alone. */
  readonly policy: Policy
  /** What its environment says; null where it has none. */
  readonly environmentPolicy: Policy | null
  /** Both over the defaults. */
  readonly effectivePolicy: EffectivePolicy
  /** Its own store; null where the environment's or the default counts. */
  readonly trustStoreId: string | null
  /** The store that counts; null where there is none at all. */
  readonly store: ResolvedStore | null
}

interface DetailColumns extends IdentityColumns {
  ownerRule: string | null
  environmentId: string | null
  policy: Policy
  environmentPolicy: Policy | null
  trustStoreId: string | null
}

/** Throws `not-found`. */
export async function getIdentity(principal: Principal, id: string, now: Date = new Date()): Promise<IdentityDetail> {
  requireRole(principal, 'viewer')
  const found = isUuid(id)
    ? await rows<DetailColumns>(
        pool(),
        `SELECT ${identityRowColumns}, i.environment_id AS "environmentId", i.policy, env.policy AS "environmentPolicy",
                i.trust_store_id AS "trustStoreId",
                (SELECT name_pattern FROM ownership_rule WHERE id = i.owner_rule_id) AS "ownerRule" FROM ${identityTables} WHERE i.id = $1`,
        [id],
      )
    : []
  const [columns] = found
  if (!columns) throw new AppError('not-found', 'There is no such identity.')
  const [due, store] = await Promise.all([
    loadIdentityDue([columns.id], now),
    findStoreForIdentity(principal, columns.id),
  ])
  const { ownerRule, environmentId, policy, environmentPolicy, trustStoreId, ...row } = columns
  const [listed] = toIdentityRows([row], due)
  if (!listed) throw new Error('a row became none')
  return {
    ...listed,
    ownerRule,
    environmentId,
    policy,
    environmentPolicy,
    effectivePolicy: effectivePolicy(environmentPolicy, policy),
    trustStoreId,
    store,
  }
}

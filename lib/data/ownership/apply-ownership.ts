import { type Db, rows } from '../sql.ts'
import { selectOwnershipRules } from './list-ownership-rules.ts'
import { matchOwnership } from './match-ownership.ts'
import type { OwnershipRule } from './ownership-rule.ts'

/** An identity with its owner and the rule that gave it; null: a person or an import did, or nobody. */
export interface OwnedIdentity {
  readonly id: string
  readonly name: string
  readonly environmentId: string | null
  readonly owner: string | null
  readonly ruleId: string | null
}

export interface OwnerChange extends OwnedIdentity {
  /** Null: no rule matches any more. */
  readonly rule: OwnershipRule | null
}

/** An owner that a person or an import named is nobody else's to change. */
export function isNamed({ owner, ruleId }: Pick<OwnedIdentity, 'owner' | 'ruleId'>): boolean {
  return owner !== null && ruleId === null
}

/** What these rules would change of an identity; null: nothing. */
export function ownerChange(rules: readonly OwnershipRule[], identity: OwnedIdentity): OwnerChange | null {
  if (isNamed(identity)) return null
  const rule = matchOwnership(rules, identity)
  if (rule?.id === identity.ruleId && rule.owner === identity.owner) return null
  return rule === null && identity.ruleId === null ? null : { ...identity, rule }
}

/**
 * Gives these identities, or all where null, their owners by the saved rules. Returns the ids of those whose owner
 * changed, for whoever judges them.
 */
export async function applyOwnership(tx: Db, identityIds: readonly string[] | null): Promise<string[]> {
  // A list that is being saved is waited for: what is made meanwhile falls under it.
  await tx.query('LOCK TABLE ownership_rule IN ROW EXCLUSIVE MODE')
  return applyOwnershipRules(tx, await selectOwnershipRules(tx), identityIds)
}

/** `applyOwnership` by rules that are at hand, and stand in the database. */
export async function applyOwnershipRules(
  tx: Db,
  rules: readonly OwnershipRule[],
  identityIds: readonly string[] | null,
): Promise<string[]> {
  const found = await rows<{ [Key in keyof OwnedIdentity]: OwnedIdentity[Key] }>(
    tx,
    `SELECT ${ownedColumns} FROM identity
      WHERE (owner IS NULL OR owner_rule_id IS NOT NULL) AND ($1::uuid[] IS NULL OR id = ANY ($1::uuid[]))
      ORDER BY id FOR NO KEY UPDATE`,
    [identityIds],
  )
  const changed = found.flatMap((identity) => ownerChange(rules, identity) ?? [])
  if (changed.length === 0) return []
  await tx.query(
    `UPDATE identity i SET owner = t.owner, owner_rule_id = t.rule_id, updated_at = now()
       FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS t(id, owner, rule_id) WHERE i.id = t.id`,
    [
      changed.map(({ id }) => id),
      changed.map(({ rule }) => rule?.owner ?? null),
      changed.map(({ rule }) => rule?.id ?? null),
    ],
  )
  return changed.filter(({ owner, rule }) => owner !== (rule?.owner ?? null)).map(({ id }) => id)
}

/** Over `identity`. */
export const ownedColumns = `id, name, environment_id AS "environmentId", owner, owner_rule_id AS "ruleId"`

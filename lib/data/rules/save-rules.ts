import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows, sqlState } from '../sql.ts'
import { applyRulesInTransaction } from './apply-rules.ts'
import { listRules } from './list-rules.ts'
import { type RuleRow, ruleInputSchema } from './rule.ts'

export interface SavedRules {
  readonly rules: readonly RuleRow[]
  /** Endpoints whose binding changed. */
  readonly changed: number
}

/** Reads rules from outside. Throws `invalid-input` with every problem and its place. */
export function readRules(input: unknown): RuleRow[] {
  const rules = requireInput(z.array(ruleInputSchema).max(1000), input, 'rules')
  return rules.map(({ id, hostPattern, identityName, environmentId, trustStoreId, owner, criticality }) => ({
    id: id ?? newId(),
    hostPattern,
    identityName,
    environmentId: environmentId ?? null,
    trustStoreId: trustStoreId ?? null,
    owner: owner ?? null,
    criticality: criticality ?? 'medium',
  }))
}

/**
 * Makes these the rules, in this order (so saving a list in another order reorders it), and binds by them. Throws
 * `forbidden` below analyst and `invalid-input`.
 */
export async function saveRules(principal: Principal, input: unknown, now: Date = new Date()): Promise<SavedRules> {
  requireRole(principal, 'analyst')
  const rules = readRules(input)
  return inTransaction(async (tx) => {
    await tx.query('LOCK TABLE identity_rule IN SHARE ROW EXCLUSIVE MODE')
    const before = new Map((await listRules(principal, tx)).map((rule) => [rule.id, rule.trustStoreId]))
    await tx.query('DELETE FROM identity_rule WHERE id <> ALL ($1::uuid[])', [rules.map((rule) => rule.id)])
    // Out of the way first: positions are unique at every step.
    await tx.query('UPDATE identity_rule SET position = -1 - position')
    await write(tx, rules)
    const changed = await applyRulesInTransaction(tx, principal, null, now)
    const moved = rules.filter((rule) => (before.get(rule.id) ?? null) !== rule.trustStoreId)
    await judgeBoundBy(
      tx,
      moved.map((rule) => rule.id),
      now,
    )
    await audit(tx, principal, 'rules.save', { type: 'rules', id: null }, { rules, changed })
    return { rules: await listRules(principal, tx), changed }
  })
}

async function write(tx: Db, rules: readonly RuleRow[]): Promise<void> {
  try {
    await tx.query(
      `INSERT INTO identity_rule (id, position, host_pattern, identity_name, environment_id, owner, criticality, trust_store_id)
       SELECT id, position, pattern, name, environment_id, owner, criticality::criticality, trust_store_id
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[])
           AS t(id, position, pattern, name, environment_id, owner, criticality, trust_store_id)
       ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, host_pattern = EXCLUDED.host_pattern,
         identity_name = EXCLUDED.identity_name, environment_id = EXCLUDED.environment_id, owner = EXCLUDED.owner,
         criticality = EXCLUDED.criticality, trust_store_id = EXCLUDED.trust_store_id`,
      [
        rules.map((rule) => rule.id),
        rules.map((_, position) => position),
        rules.map((rule) => rule.hostPattern),
        rules.map((rule) => rule.identityName),
        rules.map((rule) => rule.environmentId),
        rules.map((rule) => rule.owner),
        rules.map((rule) => rule.criticality),
        rules.map((rule) => rule.trustStoreId),
      ],
    )
  } catch (cause) {
    // foreign_key_violation: the environment or the store is gone.
    if (sqlState(cause) !== '23503') throw cause
    throw new AppError('invalid-input', 'A rule names an environment or a trust store that there is not.', { cause })
  }
}

/** A rule that names another store than before changes the verdicts of what it binds, whether bindings change or not. */
async function judgeBoundBy(tx: Db, ruleIds: readonly string[], now: Date): Promise<void> {
  if (ruleIds.length === 0) return
  const bound = await rows<{ id: string; identityId: string | null }>(
    tx,
    'SELECT id, identity_id AS "identityId" FROM endpoint WHERE rule_id = ANY ($1::uuid[]) ORDER BY id',
    [ruleIds],
  )
  const identityIds = bound.flatMap((row) => row.identityId ?? [])
  await judgeOrMarkDue(tx, { endpointIds: bound.map((row) => row.id), identityIds }, now)
}

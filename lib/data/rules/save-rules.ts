import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'
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
  const parsed = z.array(ruleInputSchema).max(1000).safeParse(input)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({
      at: `rules.${issue.path.join('.')}`,
      problem: issue.message,
    }))
    throw new AppError('invalid-input', `${problems[0]?.at}: ${problems[0]?.problem}`, { problems })
  }
  return parsed.data.map(({ id, hostPattern, identityName, environmentId, owner, criticality }) => ({
    id: id ?? newId(),
    hostPattern,
    identityName,
    environmentId: environmentId ?? null,
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
    await tx.query('DELETE FROM identity_rule WHERE id <> ALL ($1::uuid[])', [rules.map((rule) => rule.id)])
    // Out of the way first: positions are unique at every step.
    await tx.query('UPDATE identity_rule SET position = -1 - position')
    await tx.query(
      `INSERT INTO identity_rule (id, position, host_pattern, identity_name, environment_id, owner, criticality)
       SELECT id, position, pattern, name, environment_id, owner, criticality::criticality
         FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])
           AS t(id, position, pattern, name, environment_id, owner, criticality)
       ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, host_pattern = EXCLUDED.host_pattern,
         identity_name = EXCLUDED.identity_name, environment_id = EXCLUDED.environment_id, owner = EXCLUDED.owner,
         criticality = EXCLUDED.criticality`,
      [
        rules.map((rule) => rule.id),
        rules.map((_, position) => position),
        rules.map((rule) => rule.hostPattern),
        rules.map((rule) => rule.identityName),
        rules.map((rule) => rule.environmentId),
        rules.map((rule) => rule.owner),
        rules.map((rule) => rule.criticality),
      ],
    )
    const changed = await applyRulesInTransaction(tx, principal, null, now)
    await audit(tx, principal, 'rules.save', { type: 'rules', id: null }, { rules, changed })
    return { rules: await listRules(principal, tx), changed }
  })
}

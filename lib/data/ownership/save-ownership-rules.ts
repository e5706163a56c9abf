import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows, sqlState } from '../sql.ts'
import { applyOwnershipRules } from './apply-ownership.ts'
import { type OwnershipRule, ownershipRuleInput } from './ownership-rule.ts'

export interface SavedOwnershipRules {
  readonly rules: readonly OwnershipRule[]
  /** Identities whose owner changed. */
  readonly changed: number
}

/** Reads rules from outside. Throws `invalid-input` with every problem and its place. */
export function readOwnershipRules(input: unknown): OwnershipRule[] {
  const read = requireInput(z.array(ownershipRuleInput).max(1000), input, 'rules')
  return read.map(({ id, namePattern, environmentId, owner, assigneeId }) => ({
    id: id ?? newId(),
    namePattern,
    environmentId: environmentId ?? null,
    owner,
    assigneeId: assigneeId ?? null,
  }))
}

/**
 * Makes these the rules of ownership, in this order, and gives identities their owners by them. Throws `forbidden` below
 * analyst and `invalid-input`.
 */
export async function saveOwnershipRules(
  principal: Principal,
  input: unknown,
  now: Date = new Date(),
): Promise<SavedOwnershipRules> {
  requireRole(principal, 'analyst')
  const rules = readOwnershipRules(input)
  return inTransaction(async (tx) => {
    await tx.query('LOCK TABLE ownership_rule IN SHARE ROW EXCLUSIVE MODE')
    await requireAssignees(tx, rules)
    // Out of the way first: positions are unique at every step.
    await tx.query('UPDATE ownership_rule SET position = -1 - position')
    await write(tx, rules)
    // Before those left out go: an identity forgets its rule with the row, and its owner would look like a person's word.
    const changed = await applyOwnershipRules(tx, rules, null)
    await tx.query('DELETE FROM ownership_rule WHERE id <> ALL ($1::uuid[])', [rules.map((rule) => rule.id)])
    await judgeOrMarkDue(tx, { endpointIds: [], identityIds: changed }, now)
    await audit(
      tx,
      principal,
      'ownership-rules.save',
      { type: 'ownership-rules', id: null },
      { rules, changed: changed.length },
    )
    return { rules, changed: changed.length }
  })
}

async function requireAssignees(tx: Db, rules: readonly OwnershipRule[]): Promise<void> {
  const users = await rows<{ id: string }>(
    tx,
    'SELECT id FROM app_user WHERE NOT banned AND id = ANY ($1::text[]) FOR KEY SHARE',
    [rules.flatMap(({ assigneeId }) => assigneeId ?? [])],
  )
  const known = new Set(users.map(({ id }) => id))
  const problems = rules.flatMap(({ assigneeId }, index) =>
    assigneeId === null || known.has(assigneeId)
      ? []
      : [{ at: `rules.${index}.assigneeId`, problem: 'there is no such user, or the account is disabled' }],
  )
  if (problems.length > 0) throw new AppError('invalid-input', 'A rule assigns to nobody who is here.', { problems })
}

async function write(tx: Db, rules: readonly OwnershipRule[]): Promise<void> {
  try {
    await tx.query(
      `INSERT INTO ownership_rule (id, position, name_pattern, environment_id, owner, assignee_id)
       SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::text[], $6::text[])
       ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, name_pattern = EXCLUDED.name_pattern,
         environment_id = EXCLUDED.environment_id, owner = EXCLUDED.owner, assignee_id = EXCLUDED.assignee_id`,
      [
        rules.map((rule) => rule.id),
        rules.map((_, position) => position),
        rules.map((rule) => rule.namePattern),
        rules.map((rule) => rule.environmentId),
        rules.map((rule) => rule.owner),
        rules.map((rule) => rule.assigneeId),
      ],
    )
  } catch (cause) {
    // foreign_key_violation: the environment is gone. cardinality_violation: one id twice.
    if (sqlState(cause) === '23503')
      throw new AppError('invalid-input', 'A rule names an environment that there is not.', { cause })
    if (sqlState(cause) === '21000') throw new AppError('invalid-input', 'Two rules have one id.', { cause })
    throw cause
  }
}

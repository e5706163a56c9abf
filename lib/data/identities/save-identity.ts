import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { evaluateInTransaction } from '../evaluation/evaluate-subjects.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { applyOwnership } from '../ownership/apply-ownership.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { bringScansForward } from '../policies/settle-policy.ts'
import { writePolicy } from '../policies/write-policy.ts'
import { requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows, sqlState } from '../sql.ts'
import { readIdentityName } from './identity-name.ts'

/** What can be said of an identity beside its name; what is left out stays, null clears. */
export const identityChangeSchema = z.strictObject({
  owner: z.string().trim().min(1).max(200).nullable().optional(),
  environmentId: z.uuid().nullable().optional(),
  criticality: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  trustStoreId: z.uuid().nullable().optional(),
  policy: policySchema.optional(),
  /** The version of its policy that was edited; a newer one is a conflict. */
  policyVersion: z.int().min(0).optional(),
})

export type IdentityChange = z.infer<typeof identityChangeSchema>

/** Declares an identity. Returns its id. Throws `forbidden` below analyst, `invalid-input`, `conflict`. */
export async function createIdentity(
  principal: Principal,
  input: { readonly name: string } & IdentityChange,
): Promise<string> {
  requireRole(principal, 'analyst')
  const { name: text, ...rest } = input
  const name = readIdentityName(text)
  if ('problem' in name)
    throw new AppError('invalid-input', `${text}: ${name.problem}`, {
      problems: [{ at: 'name', problem: name.problem }],
    })
  const change = readChange(rest)
  return inTransaction(async (tx) => {
    const [made] = await rows<{ id: string }>(
      tx,
      `INSERT INTO identity (id, kind, name, updated_at) VALUES ($1, $2::identity_kind, $3, now()) ON CONFLICT (name) DO NOTHING RETURNING id`,
      [newId(), name.kind, name.name],
    )
    if (!made) throw new AppError('conflict', `There is an identity named ${name.name} already.`)
    await write(tx, principal, made.id, change)
    await applyOwnership(tx, [made.id])
    await audit(tx, principal, 'identity.create', { type: 'identity', id: made.id }, { ...name, ...change })
    await evaluateInTransaction(tx, { endpointIds: [], identityIds: [made.id] }, new Date())
    return made.id
  })
}

/**
 * Changes an identity, policy included, and judges it and its endpoints anew; scans nothing. Throws `forbidden` below
 * analyst, `not-found`, `invalid-input`.
 */
export async function updateIdentity(principal: Principal, id: string, input: IdentityChange): Promise<void> {
  requireRole(principal, 'analyst')
  const change = readChange(input)
  await changeAndJudge(id, async (tx) => {
    const subjects = { identityIds: [id], endpointIds: [] }
    const version = await holdOverrides(tx, principal, subjects, 'environmentId', () =>
      write(tx, principal, id, change),
    )
    await applyOwnership(tx, [id])
    await audit(tx, principal, 'identity.update', { type: 'identity', id }, { ...change, ...version })
  })
}

/** Replaces an identity's own policy; fields that it leaves out fall to the environment's. Throws as `updateIdentity` does. */
export async function setIdentityPolicy(principal: Principal, id: string, policy: unknown): Promise<void> {
  requireRole(principal, 'analyst')
  await updateIdentity(principal, id, readChange({ policy }))
}

/** Ends or revives an identity: what is retired ought not to be served any more. Throws `forbidden` below analyst, `not-found`. */
export async function retireIdentity(
  principal: Principal,
  id: string,
  retired: boolean,
  now: Date = new Date(),
): Promise<void> {
  requireRole(principal, 'analyst')
  await changeAndJudge(id, async (tx) => {
    await tx.query('UPDATE identity SET retired_at = $2, updated_at = now() WHERE id = $1', [id, retired ? now : null])
    await audit(tx, principal, retired ? 'identity.retire' : 'identity.revive', { type: 'identity', id })
  })
}

async function changeAndJudge(id: string, change: (tx: Db) => Promise<void>): Promise<void> {
  await inTransaction(async (tx) => {
    const endpoints = await rows<{ id: string }>(
      tx,
      'SELECT id FROM endpoint WHERE identity_id = $1 ORDER BY id FOR NO KEY UPDATE',
      [id],
    )
    const [identity] = await rows<{ id: string }>(tx, 'SELECT id FROM identity WHERE id = $1 FOR NO KEY UPDATE', [id])
    if (!identity) throw new AppError('not-found', 'There is no such identity.')
    await change(tx)
    await judgeOrMarkDue(tx, { endpointIds: endpoints.map((row) => row.id), identityIds: [id] }, new Date())
  })
}

function readChange(input: unknown): IdentityChange {
  const change = requireInput(identityChangeSchema, input)
  if (change.policy) readPolicy(change.policy)
  return change
}

/** The new version of its policy, where there is one, for the audit log. */
async function write(
  tx: Db,
  principal: Principal,
  id: string,
  change: IdentityChange,
): Promise<{ readonly policyVersion?: number }> {
  const { owner, environmentId, criticality, trustStoreId, policy, policyVersion } = change
  const set = (value: unknown) => value !== undefined
  try {
    await tx.query(
      `UPDATE identity SET owner = CASE WHEN $2 THEN $3 ELSE owner END,
              owner_rule_id = CASE WHEN $2 THEN NULL ELSE owner_rule_id END,
              environment_id = CASE WHEN $4 THEN $5::uuid ELSE environment_id END,
              criticality = COALESCE($6::criticality, criticality), updated_at = now()
        WHERE id = $1`,
      [id, ...[set(owner), owner ?? null], ...[set(environmentId), environmentId ?? null], criticality ?? null],
    )
  } catch (error) {
    // foreign_key_violation: the environment is gone.
    if (sqlState(error) === '23503')
      throw new AppError('invalid-input', 'There is no such environment.', { cause: error })
    throw error
  }
  if (!set(policy) && !set(trustStoreId)) return {}
  const ref = { kind: 'identity', id } as const
  const written = await writePolicy(tx, principal, ref, { policy, trustStoreId }, { expectedVersion: policyVersion })
  await bringScansForward(tx, [written])
  return written.differences.length === 0 ? {} : { policyVersion: written.after.version }
}

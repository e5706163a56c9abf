import { type Policy, policySchema } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { writePolicy } from '../policies/write-policy.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { markEnvironmentDue } from './mark-environment-due.ts'

export interface EnvironmentRow {
  readonly id: string
  readonly name: string
  readonly production: boolean
  readonly policy: Policy
  readonly trustStoreId: string | null
}

export interface EnvironmentChange {
  readonly name: string
  readonly production: boolean
  readonly policy?: Policy
  readonly trustStoreId?: string | null
}

export function listEnvironments(principal: Principal): Promise<EnvironmentRow[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof EnvironmentRow]: EnvironmentRow[Key] }>(
    pool(),
    'SELECT id, name, production, policy, trust_store_id AS "trustStoreId" FROM environment ORDER BY name',
  )
}

/**
 * Makes or changes the environment of this name, and makes all that answers to its policy due for judgement. Throws
 * `forbidden` below admin and `invalid-input`.
 */
export async function saveEnvironment(principal: Principal, change: EnvironmentChange): Promise<string> {
  requireRole(principal, 'admin')
  const policy = policySchema.safeParse(change.policy ?? {})
  const name = change.name.trim()
  if (!policy.success || name === '' || name.length > 100) {
    const problem = policy.success
      ? 'a name of 1 to 100 characters'
      : (policy.error.issues[0]?.message ?? 'not a policy')
    throw new AppError('invalid-input', problem, { problems: [{ at: policy.success ? 'name' : 'policy', problem }] })
  }
  return inTransaction(async (tx) => {
    const [saved] = await rows<{ id: string }>(
      tx,
      `INSERT INTO environment (id, name, production) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO UPDATE SET production = EXCLUDED.production RETURNING id`,
      [newId(), name, change.production],
    )
    if (!saved) throw new Error('the environment was not written')
    const { trustStoreId = null } = change
    await writePolicy(tx, principal, { kind: 'environment', id: saved.id }, { policy: change.policy, trustStoreId })
    await markEnvironmentDue(tx, saved.id)
    await audit(tx, principal, 'environment.save', { type: 'environment', id: saved.id }, { ...change, name })
    return saved.id
  })
}

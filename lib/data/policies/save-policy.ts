import type { Policy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { auditEach } from '../audit.ts'
import { lockEndpoints } from '../evaluation/lock-subjects.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { type PolicyRef, versionColumn } from './policy-ref.ts'
import { readPolicy } from './read-policy.ts'
import { settlePolicies } from './settle-policy.ts'
import { type PolicyWriting, type WrittenPolicy, writePolicy } from './write-policy.ts'

/** The least powerful role that may change a policy. */
export const policyRole = { environment: 'admin', identity: 'analyst' } as const

export interface SavedPolicy {
  /** Of the newest version. */
  readonly version: number
  /** False: it stood so already. */
  readonly changed: boolean
}

/** What is left out of `trustStoreId` stays; the policy is replaced as a whole. */
export interface PolicyInput {
  readonly policy: unknown
  readonly trustStoreId?: string | null | undefined
}

/**
 * Replaces the policy of an environment or identity, makes its next version, and has all that answers to it judged
 * anew; scans nothing. Throws `forbidden`, `not-found`, `invalid-input`, `conflict` over a newer version.
 */
export async function savePolicy(
  principal: Principal,
  ref: PolicyRef,
  { policy, trustStoreId }: PolicyInput,
  writing: PolicyWriting = {},
  now: Date = new Date(),
): Promise<SavedPolicy> {
  requireRole(principal, policyRole[ref.kind])
  const change = { policy: readPolicy(policy), trustStoreId }
  return inTransaction(async (tx) => {
    await lockAnswering(tx, ref)
    const written = await writePolicy(tx, principal, ref, change, writing)
    await auditPolicies(tx, principal, [written], writing)
    await settlePolicies(tx, [written], now)
    return { version: written.after.version, changed: written.differences.length > 0 }
  })
}

/**
 * Makes an earlier version count again, as a new one. Throws as `savePolicy` does; `invalid-input` where the trust store
 * of then is gone.
 */
export async function restorePolicyVersion(
  principal: Principal,
  ref: PolicyRef,
  version: number,
  writing: Pick<PolicyWriting, 'source' | 'expectedVersion'> = {},
): Promise<SavedPolicy> {
  requireRole(principal, policyRole[ref.kind])
  const [then] = await rows<{ policy: Policy; trustStore: string | null; storeId: string | null }>(
    pool(),
    `SELECT v.policy, v.trust_store AS "trustStore", s.id AS "storeId"
       FROM policy_version v LEFT JOIN trust_store s ON s.name = v.trust_store
      WHERE v.${versionColumn[ref.kind]}::text = $1 AND v.version = $2`,
    [ref.id, version],
  )
  if (!then) throw new AppError('not-found', `There is no version ${version} of this policy.`)
  if (then.trustStore !== null && then.storeId === null)
    throw new AppError('invalid-input', `The trust store ${then.trustStore} of version ${version} is gone.`)
  const note = `Version ${version} restored`
  return savePolicy(principal, ref, { policy: then.policy, trustStoreId: then.storeId }, { ...writing, note })
}

/** Endpoints go first in the order of locks (`inTransaction`). */
async function lockAnswering(tx: Db, { kind, id }: PolicyRef): Promise<void> {
  if (kind === 'environment') return
  const endpoints = await rows<{ id: string }>(tx, 'SELECT id FROM endpoint WHERE identity_id::text = $1', [id])
  await lockEndpoints(
    tx,
    endpoints.map((row) => row.id),
  )
}

/** Of those that say something new. */
export async function auditPolicies(
  tx: Db,
  principal: Principal,
  written: readonly WrittenPolicy[],
  { source, note }: PolicyWriting,
): Promise<void> {
  for (const kind of ['environment', 'identity'] as const) {
    const deeds = written
      .filter(({ ref, differences }) => ref.kind === kind && differences.length > 0)
      .map(({ ref, after, differences }) => {
        const changes = differences.map(({ rule, from, to }) => [rule, { from: from ?? null, to: to ?? null }])
        const detail = { version: after.version, changes: Object.fromEntries(changes) }
        return { id: ref.id, detail: { ...detail, ...(source && { source }), ...(note && { note }) } }
      })
    if (deeds.length > 0) await auditEach(tx, principal, `${kind}.policy`, kind, deeds)
  }
}

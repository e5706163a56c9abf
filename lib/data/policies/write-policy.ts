import type { Policy } from '#lib/checks/policy.ts'
import { policyDifferences, type RuleDifference } from '#lib/checks/policy-difference.ts'
import { AppError } from '#lib/core/errors.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { type Db, rows, sqlState } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { holdOverrides } from './hold-overrides.ts'
import { type PolicyRef, type PolicyState, readPolicyState, versionColumn } from './policy-ref.ts'

export const policySources = ['page', 'api', 'file', 'system'] as const

export type PolicySourceKind = (typeof policySources)[number]

/** What is left out stays. */
export interface PolicyChange {
  readonly policy?: Policy | undefined
  readonly trustStoreId?: string | null | undefined
}

export interface PolicyWriting {
  /** Absent: by who writes. */
  readonly source?: PolicySourceKind
  readonly note?: string | null
  /** The version that was edited: a newer one is a conflict. Absent: whatever stands is replaced. */
  readonly expectedVersion?: number | undefined
}

export interface WrittenPolicy {
  readonly ref: PolicyRef
  readonly before: PolicyState
  readonly after: PolicyState
  /** Empty: what was written stood so already, and there is no new version. */
  readonly differences: readonly RuleDifference[]
}

/**
 * Writes a policy and, where it says something new, its next version. Locks the environment or identity; whoever calls
 * has locked the endpoints. Throws `not-found`, `forbidden` for a severity that is an administrator's to set, `conflict`
 * over a newer version, `invalid-input` for a store that there is not.
 */
export async function writePolicy(
  tx: Db,
  principal: Principal,
  ref: PolicyRef,
  change: PolicyChange,
  { source = sourceOf(principal), note = null, expectedVersion }: PolicyWriting = {},
): Promise<WrittenPolicy> {
  const before = await readPolicyState(tx, ref, true)
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    throw await conflict(tx, ref, before, expectedVersion)
  const policy = change.policy ?? before.policy
  const trustStoreId = change.trustStoreId === undefined ? before.trustStoreId : change.trustStoreId
  const trustStore = trustStoreId === before.trustStoreId ? before.trustStore : await storeName(tx, trustStoreId)
  const differences = policyDifferences(before, { policy, trustStore })
  if (differences.length === 0) return { ref, before, after: before, differences }
  const answering = { identityIds: ref.kind === 'identity' ? [ref.id] : [], endpointIds: [] }
  await holdOverrides(tx, principal, answering, 'policy.severityOverrides', () => update(tx, ref, policy, trustStoreId))
  const first = before.version === 0 && policyDifferences({ policy: {}, trustStore: null }, before).length > 0
  if (first) {
    const known = { source: 'system', note: 'What stood before versions were kept' } as const
    await addVersion(tx, systemPrincipal, ref, { ...before, version: 1 }, known)
  }
  const after = { ...before, policy, trustStoreId, trustStore, version: before.version + (first ? 2 : 1) }
  await addVersion(tx, principal, ref, after, { source, note })
  return { ref, before, after, differences }
}

function sourceOf({ kind }: Principal): PolicySourceKind {
  return ({ user: 'page', token: 'api', system: 'system' } as const)[kind]
}

async function conflict(tx: Db, ref: PolicyRef, now: PolicyState, expected: number): Promise<AppError> {
  const [last] = await rows<{ byName: string; at: Date }>(
    tx,
    `SELECT by_name AS "byName", at FROM policy_version WHERE ${versionColumn[ref.kind]} = $1 ORDER BY version DESC LIMIT 1`,
    [ref.id],
  )
  const who = last === undefined ? '' : ` by ${last.byName} at ${last.at.toISOString()}`
  const problem = `Version ${now.version} was saved${who}; version ${expected} was edited. Load it anew, and see what differs.`
  return new AppError('conflict', problem, { problems: [{ at: 'version', problem }] })
}

async function storeName(tx: Db, id: string | null): Promise<string | null> {
  if (id === null) return null
  const [store] = await rows<{ name: string }>(tx, 'SELECT name FROM trust_store WHERE id = $1 FOR KEY SHARE', [id])
  if (store) return store.name
  throw noStore()
}

function noStore(cause?: unknown): AppError {
  const problem = 'There is no such trust store any more.'
  return new AppError('invalid-input', problem, { problems: [{ at: 'trustStoreId', problem }], cause })
}

async function update(tx: Db, { kind, id }: PolicyRef, policy: Policy, trustStoreId: string | null): Promise<void> {
  try {
    const touched = kind === 'identity' ? ', updated_at = now()' : ''
    await tx.query(`UPDATE ${kind} SET policy = $2::jsonb, trust_store_id = $3${touched} WHERE id = $1`, [
      id,
      storableJson(policy),
      trustStoreId,
    ])
  } catch (error) {
    // foreign_key_violation: the store is gone.
    throw sqlState(error) === '23503' ? noStore(error) : error
  }
}

async function addVersion(
  tx: Db,
  principal: Principal,
  { kind, id }: PolicyRef,
  { version, policy, trustStore }: PolicyState,
  { source, note }: { readonly source: PolicySourceKind; readonly note: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO policy_version (${versionColumn[kind]}, version, policy, trust_store, by_name, by_id, source, note)
     VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8)`,
    [id, version, storableJson(policy), trustStore, principal.name, principal.id, source, note?.trim() || null],
  )
}

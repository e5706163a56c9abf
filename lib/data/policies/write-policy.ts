import type { Policy } from '#lib/checks/policy.ts'
import { policyDifferences, type RuleDifference } from '#lib/checks/policy-difference.ts'
import { AppError } from '#lib/core/errors.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { type Db, rows, sqlState } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { holdOverrides } from './hold-overrides.ts'
import { type PolicyRef, type PolicyState, readPolicyStates, versionColumn } from './policy-ref.ts'

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

/** `writePolicies` for one. */
export async function writePolicy(
  tx: Db,
  principal: Principal,
  { kind, id }: PolicyRef,
  change: PolicyChange,
  writing: PolicyWriting = {},
): Promise<WrittenPolicy> {
  const [written] = await writePolicies(tx, principal, kind, new Map([[id.toLowerCase(), change]]), writing)
  if (!written) throw new Error('a policy was to be written, and was not')
  return written
}

/**
 * Writes policies of environments or of identities, by id as the database writes it, and, where one says something new, its next version: so many
 * statements for one as for thousands. Locks the environments or identities; whoever calls has locked the endpoints.
 * Throws `not-found`, `forbidden` for a severity that is an administrator's to set, `conflict` over a newer version,
 * `invalid-input` for a store that there is not; then nothing may stay of what was written.
 */
export async function writePolicies(
  tx: Db,
  principal: Principal,
  kind: PolicyRef['kind'],
  changes: ReadonlyMap<string, PolicyChange>,
  { source = sourceOf(principal), note = null, expectedVersion }: PolicyWriting = {},
): Promise<WrittenPolicy[]> {
  const states = await readPolicyStates(tx, kind, [...changes.keys()], true)
  const stores = await storeNames(tx, [...changes.values()])
  const written: WrittenPolicy[] = []
  for (const [id, before] of states) {
    const ref = { kind, id }
    if (expectedVersion !== undefined && expectedVersion !== before.version)
      throw await conflict(tx, ref, before, expectedVersion)
    written.push(decide(ref, before, changes.get(id) ?? {}, stores))
  }
  const moved = written.filter(({ differences }) => differences.length > 0)
  if (moved.length === 0) return written
  const ids = moved.map(({ ref }) => ref.id)
  const answering = { identityIds: kind === 'identity' ? ids : [], endpointIds: [] }
  await holdOverrides(tx, principal, answering, 'policy.severityOverrides', () => update(tx, kind, moved))
  const known = { source: 'system', note: 'What stood before versions were kept' } as const
  const unkept = moved.filter(isUnkept).map(({ ref, before }) => ({ id: ref.id, state: { ...before, version: 1 } }))
  await addVersions(tx, systemPrincipal, kind, unkept, known)
  const next = moved.map(({ ref, after }) => ({ id: ref.id, state: after }))
  await addVersions(tx, principal, kind, next, { source, note })
  return written
}

function decide(
  ref: PolicyRef,
  before: PolicyState,
  change: PolicyChange,
  stores: ReadonlyMap<string, string>,
): WrittenPolicy {
  const policy = change.policy ?? before.policy
  const trustStoreId = change.trustStoreId === undefined ? before.trustStoreId : change.trustStoreId
  const trustStore = trustStoreId === null ? null : (stores.get(trustStoreId) ?? before.trustStore)
  const differences = policyDifferences(before, { policy, trustStore })
  if (differences.length === 0) return { ref, before, after: before, differences }
  const version = before.version + (isUnkept({ before }) ? 2 : 1)
  return { ref, before, after: { ...before, policy, trustStoreId, trustStore, version }, differences }
}

/** Whether something was said of which no version tells. */
function isUnkept({ before }: Pick<WrittenPolicy, 'before'>): boolean {
  return before.version === 0 && policyDifferences({ policy: {}, trustStore: null }, before).length > 0
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

/** Of the stores that are to be assigned; they stay until the transaction ends. */
async function storeNames(tx: Db, changes: readonly PolicyChange[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(changes.flatMap(({ trustStoreId }) => trustStoreId ?? []))
  if (ids.size === 0) return new Map()
  const found = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM trust_store WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE',
    [[...ids]],
  )
  if (found.length < ids.size) throw noStore()
  return new Map(found.map(({ id, name }) => [id, name]))
}

function noStore(cause?: unknown): AppError {
  const problem = 'There is no such trust store any more.'
  return new AppError('invalid-input', problem, { problems: [{ at: 'trustStoreId', problem }], cause })
}

async function update(tx: Db, kind: PolicyRef['kind'], moved: readonly WrittenPolicy[]): Promise<void> {
  try {
    const touched = kind === 'identity' ? ', updated_at = now()' : ''
    await tx.query(
      `UPDATE ${kind} t SET policy = n.policy::jsonb, trust_store_id = n.store${touched}
         FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS n(id, policy, store) WHERE t.id = n.id`,
      [
        moved.map(({ ref }) => ref.id),
        moved.map(({ after }) => storableJson(after.policy)),
        moved.map(({ after }) => after.trustStoreId),
      ],
    )
  } catch (error) {
    // foreign_key_violation: the store is gone.
    throw sqlState(error) === '23503' ? noStore(error) : error
  }
}

async function addVersions(
  tx: Db,
  principal: Principal,
  kind: PolicyRef['kind'],
  versions: readonly { readonly id: string; readonly state: PolicyState }[],
  { source, note }: { readonly source: PolicySourceKind; readonly note: string | null },
): Promise<void> {
  if (versions.length === 0) return
  await tx.query(
    `INSERT INTO policy_version (${versionColumn[kind]}, version, policy, trust_store, by_name, by_id, source, note)
     SELECT id, version, policy::jsonb, store, $5, $6, $7, $8
       FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[]) AS t(id, version, policy, store)`,
    [
      versions.map(({ id }) => id),
      versions.map(({ state }) => state.version),
      versions.map(({ state }) => storableJson(state.policy)),
      versions.map(({ state }) => state.trustStore),
      ...[principal.name, principal.id, source, note?.trim() || null],
    ],
  )
}

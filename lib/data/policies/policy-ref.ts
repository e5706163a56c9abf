import type { Policy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import { type Db, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

/** What a policy is of. */
export interface PolicyRef {
  readonly kind: 'environment' | 'identity'
  readonly id: string
}

/** A policy as it stands. */
export interface PolicyState {
  readonly name: string
  readonly policy: Policy
  readonly trustStoreId: string | null
  /** By name; null where none is assigned. */
  readonly trustStore: string | null
  /** Of its newest version; 0 where nothing was ever said. */
  readonly version: number
}

/** The column of policy_version that names what a policy is of. */
export const versionColumn = { environment: 'environment_id', identity: 'identity_id' } as const

/** Throws `not-found`. */
export async function readPolicyState(db: Db, { kind, id }: PolicyRef): Promise<PolicyState> {
  const [state] = (await readPolicyStates(db, kind, [id], false)).values()
  if (!state) throw notFound(kind)
  return state
}

/** By id. With `lock`, taken by id, they stay as they are until the transaction ends. Throws `not-found` where one is missing. */
export async function readPolicyStates(
  db: Db,
  kind: PolicyRef['kind'],
  ids: readonly string[],
  lock: boolean,
): Promise<ReadonlyMap<string, PolicyState>> {
  if (!ids.every(isUuid)) throw notFound(kind)
  const found = await rows<{ [Key in keyof PolicyState]: PolicyState[Key] } & { id: string }>(
    db,
    `SELECT t.id, t.name, t.policy, t.trust_store_id AS "trustStoreId",
            (SELECT s.name FROM trust_store s WHERE s.id = t.trust_store_id) AS "trustStore",
            (SELECT COALESCE(max(v.version), 0) FROM policy_version v WHERE v.${versionColumn[kind]} = t.id) AS version
       FROM ${kind} t WHERE t.id = ANY ($1::uuid[]) ORDER BY t.id${lock ? ' FOR NO KEY UPDATE OF t' : ''}`,
    [ids],
  )
  if (found.length < new Set(ids).size) throw notFound(kind)
  return new Map(found.map(({ id, ...state }) => [id, state]))
}

function notFound(kind: PolicyRef['kind']): AppError {
  return new AppError('not-found', `There is no such ${kind}.`)
}

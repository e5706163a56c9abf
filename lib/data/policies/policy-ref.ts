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

/** Throws `not-found`. With `lock`, it stays as it is until the transaction ends. */
export async function readPolicyState(db: Db, { kind, id }: PolicyRef, lock = false): Promise<PolicyState> {
  const found = isUuid(id)
    ? await rows<{ [Key in keyof PolicyState]: PolicyState[Key] }>(
        db,
        `SELECT t.name, t.policy, t.trust_store_id AS "trustStoreId",
                (SELECT s.name FROM trust_store s WHERE s.id = t.trust_store_id) AS "trustStore",
                (SELECT COALESCE(max(v.version), 0) FROM policy_version v WHERE v.${versionColumn[kind]} = t.id) AS version
           FROM ${kind} t WHERE t.id = $1${lock ? ' FOR NO KEY UPDATE OF t' : ''}`,
        [id],
      )
    : []
  const [state] = found
  if (!state) throw new AppError('not-found', `There is no such ${kind}.`)
  return state
}

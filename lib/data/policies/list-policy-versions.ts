import type { Policy } from '#lib/checks/policy.ts'
import { policyDifferences, type RuleDifference } from '#lib/checks/policy-difference.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { type PolicyRef, versionColumn } from './policy-ref.ts'
import type { PolicySourceKind } from './write-policy.ts'

export interface PolicyVersion {
  readonly version: number
  readonly at: Date
  readonly byName: string
  readonly source: PolicySourceKind
  readonly note: string | null
  readonly policy: Policy
  /** By name, as it stood then; null where none was assigned. */
  readonly trustStore: string | null
  /** From the version before; of the first, from nothing. */
  readonly differences: readonly RuleDifference[]
}

export interface PolicyVersions {
  /** Newest first. */
  readonly rows: readonly PolicyVersion[]
  /** Versions before this one are left; null where there are none. */
  readonly before: number | null
}

/** Versions of a policy, those before `before` where it is given. */
export async function listPolicyVersions(
  principal: Principal,
  { kind, id }: PolicyRef,
  { before, limit = 20 }: { readonly before?: number | undefined; readonly limit?: number } = {},
): Promise<PolicyVersions> {
  requireRole(principal, 'viewer')
  const found = await rows<Omit<{ [Key in keyof PolicyVersion]: PolicyVersion[Key] }, 'differences'>>(
    pool(),
    `SELECT version, at, by_name AS "byName", source, note, policy, trust_store AS "trustStore" FROM policy_version
      WHERE ${versionColumn[kind]}::text = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`,
    [id, before ?? null, limit + 1],
  )
  const told = found.slice(0, limit).map((row, index) => ({
    ...row,
    differences: policyDifferences(found[index + 1] ?? { policy: {}, trustStore: null }, row),
  }))
  return { rows: told, before: found.length > limit ? (told.at(-1)?.version ?? null) : null }
}

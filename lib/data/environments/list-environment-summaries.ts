import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import type { EnvironmentRow } from './save-environment.ts'

export interface EnvironmentSummary extends EnvironmentRow {
  readonly trustStoreName: string | null
  /** In service, as the list of identities counts by default. */
  readonly identities: number
}

const columns = `e.id, e.name, e.production, e.policy, e.trust_store_id AS "trustStoreId", s.name AS "trustStoreName",
  (SELECT count(*)::int FROM identity i WHERE i.environment_id = e.id AND i.retired_at IS NULL) AS identities`

const tables = 'environment e LEFT JOIN trust_store s ON s.id = e.trust_store_id'

export function listEnvironmentSummaries(principal: Principal): Promise<EnvironmentSummary[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof EnvironmentSummary]: EnvironmentSummary[Key] }>(
    pool(),
    `SELECT ${columns} FROM ${tables} ORDER BY lower(e.name), e.id`,
  )
}

/** Throws `not-found`. */
export async function getEnvironment(principal: Principal, id: string): Promise<EnvironmentSummary> {
  requireRole(principal, 'viewer')
  const [found] = await rows<{ [Key in keyof EnvironmentSummary]: EnvironmentSummary[Key] }>(
    pool(),
    `SELECT ${columns} FROM ${tables} WHERE e.id::text = lower($1)`,
    [id],
  )
  if (!found) throw new AppError('not-found', 'There is no such environment')
  return found
}

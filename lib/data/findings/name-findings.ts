import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type FindingColumns, findingColumns, toFindingRow } from './finding-row.ts'
import { findingTables } from './where.ts'

/** Title and subject of some findings, by id. Ids that there are not are left out. */
export async function nameFindings(
  principal: Principal,
  ids: readonly string[],
): Promise<Map<string, { title: string; subjectName: string }>> {
  requireRole(principal, 'viewer')
  const found = await rows<{ [Key in keyof FindingColumns]: FindingColumns[Key] }>(
    pool(),
    `SELECT ${findingColumns} FROM ${findingTables} WHERE f.id = ANY ($1::uuid[])`,
    [ids.filter(isUuid)],
  )
  return new Map(found.map(toFindingRow).map(({ id, title, subjectName }) => [id, { title, subjectName }]))
}

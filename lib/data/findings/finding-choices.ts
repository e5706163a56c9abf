import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { none } from './filter.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

/** The values that findings have, for the filter's menus. */
export interface FindingChoices {
  readonly checks: readonly Choice[]
  readonly environments: readonly Choice[]
  readonly owners: readonly Choice[]
  readonly assignees: readonly Choice[]
}

/** A menu beyond this length is no menu; the search box finds the rest. */
const most = 500

export async function listFindingChoices(principal: Principal): Promise<FindingChoices> {
  requireRole(principal, 'viewer')
  const [checks, environments, owners, assignees] = await Promise.all([
    choices('SELECT DISTINCT check_id AS value, check_id AS label FROM finding'),
    choices('SELECT name AS value, name AS label FROM environment'),
    choices('SELECT DISTINCT owner AS value, owner AS label FROM identity WHERE owner IS NOT NULL'),
    choices(
      'SELECT id AS value, name AS label FROM app_user u WHERE NOT banned OR EXISTS (SELECT 1 FROM finding WHERE assignee_id = u.id)',
    ),
  ])
  const titled = checks.map(({ value }) => ({ value, label: findCheck(value)?.title ?? value }))
  return {
    checks: titled.sort((a, b) => a.label.localeCompare(b.label)),
    environments: [{ value: none, label: 'No environment' }, ...environments],
    owners: [{ value: none, label: 'No owner' }, ...owners],
    assignees: [{ value: none, label: 'Nobody' }, ...assignees],
  }
}

function choices(query: string): Promise<Choice[]> {
  return rows<{ value: string; label: string }>(
    pool(),
    `SELECT value, label FROM (${query}) c ORDER BY lower(label), value LIMIT ${most}`,
  )
}

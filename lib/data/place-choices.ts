import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { none } from './findings/filter.ts'
import { requireRole } from './require-role.ts'
import { rows } from './sql.ts'

interface Choice {
  readonly value: string
  readonly label: string
}

/** Values for the filter menus of lists that are narrowed by where something is served. */
export interface PlaceChoices {
  readonly environments: readonly Choice[]
  readonly owners: readonly Choice[]
}

/** A menu beyond this length is no menu. */
const most = 500

export async function listPlaceChoices(principal: Principal): Promise<PlaceChoices> {
  requireRole(principal, 'viewer')
  const [environments, owners] = await Promise.all([
    rows<{ name: string }>(pool(), `SELECT name FROM environment ORDER BY lower(name) LIMIT ${most}`),
    rows<{ name: string }>(
      pool(),
      `SELECT DISTINCT owner AS name FROM identity WHERE owner IS NOT NULL ORDER BY 1 LIMIT ${most}`,
    ),
  ])
  const choices = (found: readonly { name: string }[]) => found.map(({ name }) => ({ value: name, label: name }))
  return {
    environments: [{ value: none, label: 'No environment' }, ...choices(environments)],
    owners: [{ value: none, label: 'No owner' }, ...choices(owners)],
  }
}

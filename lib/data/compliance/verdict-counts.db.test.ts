import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from '#lib/checks/catalogue/index.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { estateEnvironments, estateOwners, estatePlan, plantEstate } from '#lib/testing/random-estate.ts'
import type { ComplianceScope } from './filter.ts'
import { verdictConditions, verdictTables } from './verdict-conditions.ts'
import { verdictCounts } from './verdict-counts.ts'

testDatabase()

const scopes: readonly ComplianceScope[] = [
  {},
  { environment: [estateEnvironments[0] ?? '', 'none'] },
  { owner: [estateOwners[1] ?? ''], environment: [...estateEnvironments] },
]

/** The verdicts that lists show, counted one by one. */
async function listed(scope: ComplianceScope) {
  const { where, values } = verdictConditions(
    catalogue.map(({ id }) => id),
    scope,
  )
  const { rows } = await pool().query(
    `SELECT v.check_id AS "checkId", replace(v.outcome::text, '_', '-') AS outcome, count(*)::int AS count,
            (count(DISTINCT i.id) FILTER (WHERE v.outcome = 'fail'))::int AS affected
       FROM ${verdictTables} WHERE ${where} GROUP BY v.check_id, v.outcome ORDER BY v.check_id, v.outcome`,
    [...values.values],
  )
  return rows
}

test('verdicts are counted as lists show them: in service, in a scope, judged or not', async () => {
  await fc.assert(
    fc.asyncProperty(estatePlan, fc.nat({ max: 3 }), async (plan, unjudged) => {
      await plantEstate(plan, new Date())
      for (const table of ['endpoint', 'identity'])
        await pool().query(
          `UPDATE ${table} SET evaluated_at = NULL WHERE id IN (SELECT id FROM ${table} ORDER BY id LIMIT $1)`,
          [unjudged],
        )
      for (const scope of scopes) expect(await verdictCounts(systemPrincipal, scope)).toEqual(await listed(scope))
    }),
    { numRuns: 8 },
  )
}, 60_000)

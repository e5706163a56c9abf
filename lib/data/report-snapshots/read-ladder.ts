import { rungs } from '#lib/checks/contract.ts'
import type { ReportLadder } from '#lib/compliance/report-snapshot.ts'
import type { ComplianceScope } from '../compliance/filter.ts'
import { scopeConditions } from '../compliance/verdict-conditions.ts'
import { parameters } from '../parameters.ts'
import { type Db, rows } from '../sql.ts'

const states = ['pass', 'fail', 'not-expected', 'not-assessed'] as const

/**
 * How the identities in scope stand. Where none of an identity's endpoints was seen since `evidenceSince`, nothing of it
 * is assessed; where one was not, what passes elsewhere is not assessed, and what fails stays.
 */
export async function readLadder(db: Db, scope: ComplianceScope, evidenceSince: Date | null): Promise<ReportLadder> {
  const values = parameters()
  const where = ['i.retired_at IS NULL', ...scopeConditions(scope, values)].join(' AND ')
  const since = values.add(evidenceSince)
  const found = await rows<{ key: string; state: string; count: number }>(
    db,
    `SELECT s.key, replace(s.state, '_', '-') AS state, count(*)::int AS count
       FROM identity i LEFT JOIN environment env ON env.id = i.environment_id
      CROSS JOIN LATERAL (
        SELECT COALESCE(bool_or(e.last_seen_at IS NULL OR e.last_seen_at < ${since}::timestamptz), false) AS some_old,
               COALESCE(bool_and(e.last_seen_at IS NULL OR e.last_seen_at < ${since}::timestamptz), false) AS all_old
          FROM endpoint e WHERE e.identity_id = i.id AND e.enabled AND ${since}::timestamptz IS NOT NULL) seen
      CROSS JOIN LATERAL (
        VALUES ${rungs.map((rung) => `('${rung}', ${asOf(`i.${rung}`)})`).join(', ')}, ('proven', (i.proven AND NOT seen.some_old)::text)) AS s(key, state)
      WHERE ${where} GROUP BY 1, 2`,
    [...values.values],
  )
  const count = (key: string, state: string) => found.find((row) => row.key === key && row.state === state)?.count ?? 0
  const rung = (key: string) => ({
    pass: count(key, 'pass'),
    fail: count(key, 'fail'),
    'not-expected': count(key, 'not-expected'),
    'not-assessed': count(key, 'not-assessed'),
  })
  return {
    identities: states.reduce((sum, state) => sum + count('encrypted', state), 0),
    proven: count('proven', 'true'),
    rungs: {
      encrypted: rung('encrypted'),
      trusted: rung('trusted'),
      bound: rung('bound'),
      current: rung('current'),
      mutual: rung('mutual'),
    },
  }
}

function asOf(column: string): string {
  return `CASE WHEN seen.all_old OR (seen.some_old AND ${column} = 'pass') THEN 'not_assessed' ELSE ${column}::text END`
}

import type { VerdictCount } from '#lib/compliance/assess.ts'
import { parameters } from '../parameters.ts'
import { type Db, rows } from '../sql.ts'
import type { ComplianceScope } from './filter.ts'
import { scopeConditions } from './verdict-conditions.ts'
import { countVerdicts } from './verdict-counts.ts'

/** What stands behind a report: how much of what is in scope was reached, and how old the evidence is. */
export interface Coverage {
  readonly identities: number
  readonly endpoints: number
  /** Endpoints whose last scan finished a handshake at every address that was tried. */
  readonly reached: number
  /** Scanned, and ended otherwise. */
  readonly unreached: number
  readonly neverScanned: number
  /** When the facts were last seen to hold: the oldest and the newest of them. Null where there are none. */
  readonly observedFrom: Date | null
  readonly observedTo: Date | null
  /** When the endpoints were last judged: the longest and the shortest ago. */
  readonly judgedFrom: Date | null
  readonly judgedTo: Date | null
  readonly verdicts: number
  /** What judged the chains: the engines by name. */
  readonly engines: readonly string[]
}

/** `counts`: of the verdicts of the scope, where they were counted already. */
export async function loadCoverage(
  db: Db,
  scope: ComplianceScope,
  counts?: readonly VerdictCount[],
): Promise<Coverage> {
  const places = await countPlaces(db, scope)
  const verdicts = (counts ?? (await countVerdicts(db, scope))).reduce((sum, { count }) => sum + count, 0)
  return { ...places, verdicts, identities: await countIdentities(db, scope) }
}

async function countPlaces(db: Db, scope: ComplianceScope) {
  const values = parameters()
  const where = ['e.enabled', ...scopeConditions(scope, values)].join(' AND ')
  const [found] = await rows<
    Pick<
      Coverage,
      | 'endpoints'
      | 'reached'
      | 'unreached'
      | 'neverScanned'
      | 'observedFrom'
      | 'observedTo'
      | 'judgedFrom'
      | 'judgedTo'
      | 'engines'
    >
  >(
    db,
    `WITH place AS (
       SELECT e.id, e.last_scan_at, e.last_outcome, e.evaluated_at FROM endpoint e
         LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id WHERE ${where}),
     seen AS (
       SELECT o.last_seen_at, o.facts #>> '{trust,value,engine}' AS engine
         FROM place JOIN address a ON a.endpoint_id = place.id AND a.gone_at IS NULL JOIN observation o ON o.id = a.latest_observation_id)
     SELECT (SELECT count(*)::int FROM place) AS endpoints,
            (SELECT count(*)::int FROM place WHERE last_outcome = 'handshake') AS reached,
            (SELECT count(*)::int FROM place WHERE last_scan_at IS NOT NULL AND last_outcome IS DISTINCT FROM 'handshake') AS unreached,
            (SELECT count(*)::int FROM place WHERE last_scan_at IS NULL) AS "neverScanned",
            (SELECT min(evaluated_at) FROM place) AS "judgedFrom", (SELECT max(evaluated_at) FROM place) AS "judgedTo",
            (SELECT min(last_seen_at) FROM seen) AS "observedFrom", (SELECT max(last_seen_at) FROM seen) AS "observedTo",
            ARRAY (SELECT DISTINCT engine FROM seen WHERE engine IS NOT NULL ORDER BY engine) AS engines`,
    [...values.values],
  )
  if (!found) throw new Error('an aggregate gave no row')
  return found
}

async function countIdentities(db: Db, scope: ComplianceScope): Promise<number> {
  const values = parameters()
  const where = ['i.retired_at IS NULL', ...scopeConditions(scope, values)].join(' AND ')
  const [found] = await rows<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM identity i LEFT JOIN environment env ON env.id = i.environment_id WHERE ${where}`,
    [...values.values],
  )
  return found?.count ?? 0
}

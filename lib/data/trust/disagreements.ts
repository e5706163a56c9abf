import type { Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { explainDisagreement } from '#lib/tls/explain-disagreement.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** An address at which our verdict and that of another engine are opposites: one trusts what the other does not. */
export interface Disagreement {
  /** The address. */
  readonly id: string
  readonly endpointId: string
  readonly endpoint: string
  readonly ip: string
  readonly leafSha256: string
  readonly store: { readonly id: string; readonly name: string; readonly version: string }
  /** Our reason code; null: trusted. */
  readonly ours: string | null
  readonly engine: string
  /** The other engine's code; null: trusted. */
  readonly theirs: string | null
  /** A known kind in one sentence; null where none fits. */
  readonly explanation: string | null
  /** When both were first seen to say so of this leaf here. */
  readonly since: Date
  /** When both were last asked. */
  readonly seenAt: Date
}

const mostCounted = 10_000
const sort = 'endpoint'

const opinion = `o.facts #> '{trust,value}'`
const ours = `(${opinion} ->> 'error')`
const theirs = `(${opinion} #>> '{secondOpinion,error}')`
const key = `(e.host || ':' || e.port)`
const leaf = `o.facts #>> '{chain,value,0}'`

/**
 * Where both were asked at the same time, and of what is served now: facts that only a shallower scan has seen since
 * hold one opinion of now and one of then.
 */
const opposed = `address a JOIN endpoint e ON e.id = a.endpoint_id AND e.enabled
  JOIN observation o ON o.id = a.latest_observation_id AND a.posture_at >= o.observed_at
 WHERE a.gone_at IS NULL AND jsonb_typeof(${opinion} -> 'secondOpinion') = 'object'
   AND (${ours} IS NULL) <> (${theirs} IS NULL)`

/** By endpoint. Throws `forbidden` below admin. */
export async function listDisagreements(
  principal: Principal,
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<Page<Disagreement>> {
  requireRole(principal, 'admin')
  const after = cursor === undefined ? null : decodeCursor(sort, cursor)
  const most = Math.min(200, Math.max(1, limit))
  const found = await rows<Omit<Disagreement, 'explanation'> & { key: string }>(
    pool(),
    `SELECT a.id, e.id AS "endpointId", ${key} AS key, host(a.ip) AS ip, ${leaf} AS "leafSha256",
            CASE WHEN e.host LIKE '%:%' THEN '[' || e.host || ']' ELSE e.host END || ':' || e.port AS endpoint,
            ${opinion} -> 'store' AS store, ${ours} AS ours, ${opinion} #>> '{secondOpinion,engine}' AS engine,
            ${theirs} AS theirs, a.posture_at AS "seenAt",
            (SELECT min(s.observed_at) FROM observation s
              WHERE s.address_id = a.id AND s.facts #>> '{chain,value,0}' = ${leaf}
                AND jsonb_typeof(s.facts #> '{trust,value,secondOpinion}') = 'object'
                AND s.facts #>> '{trust,value,error}' IS NOT DISTINCT FROM ${ours}
                AND s.facts #>> '{trust,value,secondOpinion,error}' IS NOT DISTINCT FROM ${theirs}) AS since
       FROM ${opposed} AND ($1::text IS NULL OR (${key}, a.id) > ($1, $2::uuid))
      ORDER BY ${key}, a.id LIMIT ${most + 1}`,
    [after?.value ?? null, after?.id ?? null],
  )
  const count = await countOpposed()
  const page = toPage(found, {
    limit: most,
    total: { count: Math.min(count, mostCounted), exact: count <= mostCounted },
    sort,
    cursorOf: ({ key: value, id }) => ({ value, id }),
  })
  const explained = page.rows.map(
    ({ key: _key, ...row }): Disagreement => ({ ...row, explanation: explainDisagreement(row.ours, row.theirs) }),
  )
  return { ...page, rows: explained }
}

async function countOpposed(): Promise<number> {
  const [row] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT FROM ${opposed} LIMIT ${mostCounted + 1}) counted`,
  )
  return row?.count ?? 0
}

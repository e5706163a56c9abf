import type { Page } from '#lib/core/page.ts'
import { countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { Outcome, TlsFacts } from '#lib/tls/observation.ts'
import { toPage } from '../cursor.ts'
import { keyset, sortText } from '../keyset.ts'
import { readFacts, type StoredFacts } from '../observations/read-facts.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { getEndpoint } from './get-endpoint.ts'

/** What one or more scans in a row saw alike. */
export interface ObservationRow {
  readonly id: string
  /** Null where no address was found or tried. */
  readonly ip: string | null
  readonly outcome: Outcome['kind']
  readonly observedAt: Date
  readonly lastSeenAt: Date
  readonly timesSeen: number
  readonly factsVersion: number
  readonly facts: TlsFacts
}

const sort = { key: 'lastSeen', descending: true } as const

/** Newest first. Throws `not-found`, `invalid-input` for a cursor of another list. */
export async function listObservations(
  principal: Principal,
  endpointId: string,
  { cursor, limit = 50 }: { readonly cursor?: string | undefined; readonly limit?: number } = {},
): Promise<Page<ObservationRow>> {
  requireRole(principal, 'viewer')
  await getEndpoint(principal, endpointId)
  const column = { sql: 'o.last_seen_at', type: 'timestamptz', nullable: false } as const
  const position = keyset({ sort, column, id: 'o.id', cursor, firstParameter: 2 })
  const [found, counted] = await Promise.all([
    rows<{ [Key in keyof ObservationRow]: Key extends 'facts' ? StoredFacts : ObservationRow[Key] }>(
      pool(),
      `SELECT o.id, host(a.ip) AS ip, o.outcome, o.observed_at AS "observedAt", o.last_seen_at AS "lastSeenAt",
              o.times_seen AS "timesSeen", o.facts_version AS "factsVersion", o.facts
         FROM observation o LEFT JOIN address a ON a.id = o.address_id
        WHERE o.endpoint_id = $1 AND ${position.where} ORDER BY ${position.orderBy} LIMIT ${limit + 1}`,
      [endpointId, ...position.values],
    ),
    rows<{ count: number }>(
      pool(),
      `SELECT count(*)::int AS count FROM (SELECT 1 FROM observation WHERE endpoint_id = $1 LIMIT ${countBound + 1}) bounded`,
      [endpointId],
    ),
  ])
  const count = counted[0]?.count ?? 0
  const total = { count: Math.min(count, countBound), exact: count <= countBound }
  const cursorOf = (row: ObservationRow) => ({ value: row.lastSeenAt.toISOString(), id: row.id })
  const read = found.map((row) => ({ ...row, facts: readFacts(row.facts) }))
  return toPage(read, { limit, total, sort: sortText(sort), cursorOf })
}

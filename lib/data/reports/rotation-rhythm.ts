import type { RenewalAge } from '#lib/checks/rotation-due.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

/** Newest steps per endpoint from which a rhythm is learned, as in the facts that checks are given. */
const maxSteps = 100

/** How an identity has rotated so far. */
export interface Rhythm {
  /** Each step once, however many endpoints took it. */
  readonly renewals: readonly RenewalAge[]
  readonly medianAgeSeconds: number | null
}

interface RhythmRow {
  identityId: string
  ages: number[]
  lifetimes: number[]
  median: number | null
}

export const noRhythm: Rhythm = { renewals: [], medianAgeSeconds: null }

/** By identity, over the enabled endpoints that are bound to it now. */
export async function loadRhythms(identityIds: readonly string[]): Promise<ReadonlyMap<string, Rhythm>> {
  const found = await rows<RhythmRow>(
    pool(),
    `SELECT identity_id AS "identityId", array_agg(age ORDER BY age) AS ages, array_agg(life ORDER BY age) AS lifetimes,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY age) AS median
       FROM (SELECT DISTINCT ON (e.identity_id, r.previous_id, r.next_id) e.identity_id, r.age_seconds::float8 AS age,
                    extract(epoch FROM c.not_after - c.not_before)::float8 AS life
               FROM endpoint e
              CROSS JOIN LATERAL (SELECT * FROM rotation WHERE endpoint_id = e.id ORDER BY at DESC LIMIT ${maxSteps}) r
               JOIN certificate c ON c.id = r.previous_id
              WHERE e.enabled AND e.identity_id = ANY ($1::uuid[])
              ORDER BY e.identity_id, r.previous_id, r.next_id, r.at) steps
      GROUP BY identity_id`,
    [identityIds],
  )
  return new Map(
    found.map((row) => {
      const renewals = row.ages.map((ageSeconds, index) => ({ ageSeconds, lifetimeSeconds: row.lifetimes[index] ?? 0 }))
      return [row.identityId, { renewals, medianAgeSeconds: row.median }]
    }),
  )
}

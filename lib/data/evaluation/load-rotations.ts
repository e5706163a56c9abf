import type { RotationFact } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import type { Reading } from '../read-together.ts'

/** Newest steps that an endpoint's checks are given; a rhythm is learned from the recent ones. */
const maxRotations = 100

export type StepRow = RotationFact & {
  readonly endpointId: string
  readonly previousKey: string
  readonly nextKey: string
}

/** `ids`: what holds ids of endpoints. */
export const rotations = (ids = '$1'): Reading<StepRow> => ({
  text: `SELECT e.id AS "endpointId", r.at, encode(p.sha256, 'hex') AS "previousSha256", encode(n.sha256, 'hex') AS "nextSha256",
            encode(p.spki_sha256, 'hex') AS "previousKey", encode(n.spki_sha256, 'hex') AS "nextKey",
            r.age_seconds::float8 AS "ageSeconds",
            extract(epoch FROM coalesce(r.previous_seen_at, r.at) - p.not_before)::float8 AS "seenAgeSeconds", r.life_left_seconds::float8 AS "lifeLeftSeconds", r.key_kept AS "keyKept",
            extract(epoch FROM p.not_after - p.not_before)::float8 AS "lifetimeSeconds"
       FROM unnest(${ids}::uuid[]) AS e(id)
      CROSS JOIN LATERAL (SELECT * FROM rotation WHERE endpoint_id = e.id ORDER BY at DESC LIMIT ${maxRotations}) r
       JOIN certificate p ON p.id = r.previous_id JOIN certificate n ON n.id = r.next_id
      ORDER BY r.at, r.id`,
  dates: ['at'],
})

/** By endpoint, oldest first. */
export function toRotations(found: readonly StepRow[]): Map<string, RotationFact[]> {
  const grouped = groupBy(found, (row) => row.endpointId)
  return new Map([...grouped].map(([id, group]) => [id, group.map((step, at) => toFact(step, group.slice(0, at)))]))
}

/**
 * A key came back where a new certificate has the key of one that was replaced by another key before. A certificate that
 * comes back as it was is a rollback, or another backend.
 */
function toFact(
  { endpointId: _, previousKey: __, nextKey, ...step }: StepRow,
  before: readonly StepRow[],
): RotationFact {
  const wasServed = before.some(
    ({ previousSha256, nextSha256 }) => previousSha256 === step.nextSha256 || nextSha256 === step.nextSha256,
  )
  const keyReturned = !wasServed && before.some((earlier) => earlier.previousKey === nextKey && !earlier.keyKept)
  return { ...step, keyReturned: keyReturned && !step.keyKept }
}

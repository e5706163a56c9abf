import type { ExceptionFact } from '#lib/checks/facts.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'

interface ExceptionRow extends ExceptionFact {
  readonly identityId: string
}

/**
 * The findings of identities, and of their endpoints, whose risk was accepted: until a date, or until one that has passed
 * and after which nobody decided anew.
 */
export async function loadExceptions(
  db: Db,
  identityIds: readonly string[],
): Promise<Map<string, readonly ExceptionFact[]>> {
  const found = await rows<{ [Key in keyof ExceptionRow]: ExceptionRow[Key] }>(
    db,
    `SELECT f.identity_id AS "identityId", f.id AS "findingId", f.check_id AS "checkId", f.severity,
            CASE f.status WHEN 'accepted' THEN f.accepted_until ELSE decision.at END AS "endsAt",
            (SELECT actor_name FROM finding_event WHERE finding_id = f.id AND kind = 'accepted' ORDER BY id DESC LIMIT 1) AS "acceptedBy"
       FROM finding f
       LEFT JOIN LATERAL (
         SELECT kind, at FROM finding_event
          WHERE finding_id = f.id AND kind NOT IN ('commented', 'assigned', 'severity-changed', 'acceptance-proposed', 'acceptance-declined') ORDER BY id DESC LIMIT 1
       ) decision ON f.status = 'open'
      WHERE f.identity_id = ANY ($1::uuid[])
        AND (f.status = 'accepted' OR f.status = 'open' AND f.times_reopened > 0 AND decision.kind = 'acceptance-expired')
      ORDER BY f.check_id, f.id`,
    [identityIds],
  )
  return new Map(
    [...groupBy(found, ({ identityId }) => identityId)].map(([id, group]) => [
      id,
      group.map(({ identityId: _, ...exception }) => exception),
    ]),
  )
}

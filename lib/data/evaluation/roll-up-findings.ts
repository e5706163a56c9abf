import type { Db } from '../sql.ts'

/**
 * Writes open findings, worst severity and the next instant to look again for endpoints and identities. `open` counts
 * findings that somebody has to deal with: open and acknowledged. An identity counts those of its endpoints.
 * Call it with the subjects locked, after any change of their findings.
 */
export async function rollUpFindings(
  tx: Db,
  subjects: { readonly endpointIds: readonly string[]; readonly identityIds: readonly string[] },
): Promise<void> {
  await tx.query(
    `UPDATE finding f SET identity_id = e.identity_id FROM endpoint e
      WHERE f.endpoint_id = e.id AND e.id = ANY ($1::uuid[]) AND f.identity_id IS DISTINCT FROM e.identity_id`,
    [subjects.endpointIds],
  )
  await rollUp(tx, 'endpoint', 'endpoint_id', subjects.endpointIds)
  await rollUp(tx, 'identity', 'identity_id', subjects.identityIds)
}

async function rollUp(tx: Db, table: 'endpoint' | 'identity', column: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `UPDATE ${table} s SET open_findings = c.open, worst_severity = c.worst
       FROM (SELECT t.id, count(f.id)::int AS open, max(f.severity) AS worst
               FROM unnest($1::uuid[]) AS t(id)
               LEFT JOIN finding f ON f.${column} = t.id AND f.status IN ('open', 'acknowledged') GROUP BY t.id) c
      WHERE s.id = c.id AND (s.open_findings, s.worst_severity) IS DISTINCT FROM (c.open, c.worst)`,
    [ids],
  )
}

/**
 * Writes when a subject is to be judged again without a scan: the earliest of what its verdicts say and of the ends of
 * its acceptances and of those that are proposed.
 */
export async function writeReevaluateAt(
  tx: Db,
  table: 'endpoint' | 'identity',
  changes: ReadonlyMap<string, Date | null>,
  now: Date,
): Promise<void> {
  if (changes.size === 0) return
  await tx.query(
    `UPDATE ${table} s SET evaluated_at = $4, reevaluate_at = LEAST(t.at, f.ends)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS t(id, at)
       LEFT JOIN LATERAL (SELECT min(LEAST(accepted_until, (proposal ->> 'until')::timestamptz)) AS ends FROM finding
                           WHERE ${table}_id = t.id AND subject_kind = $3::subject_kind
                             AND (status = 'accepted' AND accepted_until > $4 OR (proposal ->> 'until')::timestamptz > $4)) f ON true
      WHERE s.id = t.id`,
    [[...changes.keys()], [...changes.values()], table, now],
  )
}

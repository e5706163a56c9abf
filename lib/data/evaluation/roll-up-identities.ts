import { catalogue } from '#lib/checks/catalogue/index.ts'
import { rungs } from '#lib/checks/contract.ts'
import { type LadderVerdict, ladder } from '#lib/checks/ladder.ts'
import { groupBy } from '../observations/sighting.ts'
import { type Db, rows } from '../sql.ts'
import type { IdentitySubject } from './load-identity-facts.ts'

/**
 * Writes the assurance ladder and what lists show of identities. Verdicts are read from the records, so that endpoints
 * which were not judged now count as they last were.
 */
export async function rollUpIdentities(tx: Db, identities: ReadonlyMap<string, IdentitySubject>): Promise<void> {
  if (identities.size === 0) return
  await writeLadders(tx, identities)
  await tx.query(
    `UPDATE identity i SET endpoint_count = s.endpoints, next_expiry_at = s.expiry, last_seen_at = s.seen, last_rotated_at = s.rotated
       FROM (SELECT t.id, count(e.id)::int AS endpoints, min(e.next_expiry_at) AS expiry, max(e.last_seen_at) AS seen, max(r.at) AS rotated
               FROM unnest($1::uuid[]) AS t(id)
               LEFT JOIN endpoint e ON e.identity_id = t.id AND e.enabled
               LEFT JOIN LATERAL (
                 SELECT max(first.at) AS at FROM (
                   SELECT (SELECT min(p.opened_at) FROM address pa JOIN presence p ON p.address_id = pa.id
                            WHERE pa.endpoint_id = e.id AND p.certificate_id = leaf.certificate_id AND p.position = 0) AS at
                     FROM address a JOIN presence leaf ON leaf.address_id = a.id AND leaf.closed_at IS NULL AND leaf.position = 0
                    WHERE a.endpoint_id = e.id AND a.gone_at IS NULL) first) r ON true
              GROUP BY t.id) s
      WHERE i.id = s.id`,
    [[...identities.keys()]],
  )
}

async function writeLadders(tx: Db, identities: ReadonlyMap<string, IdentitySubject>): Promise<void> {
  const verdicts = groupBy(await listRungVerdicts(tx, identities), (verdict) => verdict.subjectId)
  const ladders = [...identities].map(([id, { facts, policy }]) => {
    const endpointIds = facts.endpoints.map((endpoint) => endpoint.id)
    const own = [id, ...endpointIds].flatMap((subjectId) => verdicts.get(subjectId) ?? [])
    return { id, ladder: ladder({ policy, endpointIds, verdicts: own }) }
  })
  await tx.query(
    `UPDATE identity i SET ${rungs.map((rung) => `${rung} = t.${rung}::rung_status`).join(', ')}, proven = t.proven
       FROM unnest($1::uuid[], $2::bool[], ${rungs.map((_, index) => `$${index + 3}::text[]`).join(', ')})
         AS t(id, proven, ${rungs.join(', ')}) WHERE i.id = t.id`,
    [
      ladders.map((one) => one.id),
      ladders.map((one) => one.ladder.proven),
      ...rungs.map((rung) => ladders.map((one) => one.ladder.rungs[rung].status)),
    ],
  )
}

/** Evidence stays where it is: the state of a rung does not look at it. */
async function listRungVerdicts(tx: Db, identities: ReadonlyMap<string, IdentitySubject>): Promise<LadderVerdict[]> {
  const endpointIds = [...identities.values()].flatMap(({ facts }) => facts.endpoints.map((endpoint) => endpoint.id))
  return rows<{ [Key in keyof LadderVerdict]: LadderVerdict[Key] }>(
    tx,
    `SELECT check_id AS "checkId", subject_kind AS "subjectKind", subject_id AS "subjectId",
            replace(outcome::text, '_', '-') AS outcome, reason, '{}'::jsonb AS evidence
       FROM verdict
      WHERE (subject_kind = 'endpoint' AND subject_id = ANY ($1::uuid[]) OR subject_kind = 'identity' AND subject_id = ANY ($2::uuid[]))
        AND check_id = ANY ($3::text[])`,
    [endpointIds, [...identities.keys()], catalogue.flatMap((check) => (check.rung ? [check.id] : []))],
  )
}

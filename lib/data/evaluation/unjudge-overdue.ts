import { rungs } from '#lib/checks/contract.ts'
import { hourMs } from '#lib/core/time.ts'
import { inTransaction, rows } from '../sql.ts'

/** A worker judges what is due within seconds; a change of the whole estate keeps it busy for longer. */
const graceMs = hourMs

const batchSize = 200

const reason = 'due to be judged again, and no worker did'

/**
 * Makes verdicts unknown that time has overtaken: their subject was due to be judged again an hour ago, and no worker
 * came to it. The rungs that they carry go with them. The next worker judges all of it from the facts that are kept.
 * Gives the number of subjects; 0 where none is overdue.
 */
export async function unjudgeOverdue(now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const limit = new Date(now.getTime() - graceMs)
    const take = async (table: 'endpoint' | 'identity') => {
      const taken = await rows<{ id: string }>(
        tx,
        `SELECT s.id FROM ${table} s WHERE s.reevaluate_at < $1 AND EXISTS (
           SELECT 1 FROM verdict v WHERE v.subject_kind = '${table}' AND v.subject_id = s.id AND v.outcome <> 'not_assessed')
          ORDER BY s.id LIMIT ${batchSize} FOR NO KEY UPDATE SKIP LOCKED`,
        [limit],
      )
      return taken.map(({ id }) => id)
    }
    const [endpointIds, identityIds] = [await take('endpoint'), await take('identity')]
    if (endpointIds.length + identityIds.length === 0) return 0
    await tx.query(
      `UPDATE verdict SET outcome = 'not_assessed', severity = NULL, reason = $3, evidence = '{}', since = $4, evaluated_at = $4
        WHERE outcome <> 'not_assessed'
          AND (subject_kind = 'endpoint' AND subject_id = ANY ($1::uuid[]) OR subject_kind = 'identity' AND subject_id = ANY ($2::uuid[]))`,
      [endpointIds, identityIds, reason, now],
    )
    await tx.query(
      `WITH touched AS (
         SELECT i.id, i.id = ANY ($2::uuid[]) OR NOT EXISTS (
                  SELECT 1 FROM endpoint e WHERE e.identity_id = i.id AND e.enabled AND (e.reevaluate_at IS NULL OR e.reevaluate_at >= $3)) AS wholly
           FROM identity i WHERE i.id = ANY ($2::uuid[]) OR i.id IN (SELECT identity_id FROM endpoint WHERE id = ANY ($1::uuid[]))
          ORDER BY i.id FOR NO KEY UPDATE)
       UPDATE identity i SET proven = false, ${rungs.map(unknownRung).join(', ')} FROM touched t WHERE t.id = i.id`,
      [endpointIds, identityIds, limit],
    )
    return endpointIds.length + identityIds.length
  })
}

/** What passes is unknown now; what fails, too, unless another endpoint may be what fails. */
function unknownRung(rung: string): string {
  return `${rung} = CASE WHEN i.${rung} = 'pass' OR (t.wholly AND i.${rung} = 'fail') THEN 'not_assessed' ELSE i.${rung} END`
}

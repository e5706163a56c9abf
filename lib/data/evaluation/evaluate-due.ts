import { type Db, inTransaction, rows } from '../sql.ts'
import { evaluateInTransaction } from './evaluate-subjects.ts'

/** Subjects of one transaction: small, so that scans which record meanwhile wait little. */
const batchSize = 100

/**
 * Judges subjects whose verdicts time alone may have changed. What others hold is left to the next look. Gives the
 * number of subjects; 0 where none is due.
 */
export async function evaluateDue(now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const endpointIds = await takeDue(tx, 'endpoint', now)
    const identityIds = await takeDue(tx, 'identity', now)
    if (endpointIds.length + identityIds.length === 0) return 0
    await evaluateInTransaction(tx, { endpointIds, identityIds }, now)
    return endpointIds.length + identityIds.length
  })
}

async function takeDue(tx: Db, table: 'endpoint' | 'identity', now: Date): Promise<string[]> {
  const due = await rows<{ id: string }>(
    tx,
    `SELECT id FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE reevaluate_at <= $1 ORDER BY reevaluate_at LIMIT ${batchSize})
      ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
    [now],
  )
  return due.map((row) => row.id)
}

/** Endpoints that one moved key makes due at most. */
const maxSharers = 1000

/**
 * Makes endpoints due that share a key with a leaf which another endpoint began or ceased to present. Runs after the
 * commit that tells of it, so that of two scans which bring the same key at once the later sees both.
 */
export async function markSharersDue(now: Date): Promise<number> {
  return inTransaction(async (tx) => {
    const told = await rows<{ certificateIds: string[] }>(
      tx,
      `DELETE FROM outbox_event WHERE id IN (SELECT id FROM outbox_event WHERE kind = 'keys-moved' AND delivered_at IS NULL
          ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING payload -> 'certificateIds' AS "certificateIds"`,
    )
    if (told.length === 0) return 0
    const moved = await rows<{ id: string }>(
      tx,
      `UPDATE endpoint SET reevaluate_at = LEAST(reevaluate_at, $2) WHERE id IN (
         SELECT e.id FROM endpoint e WHERE e.id IN (
           SELECT s.endpoint_id FROM (SELECT DISTINCT spki_sha256 FROM certificate WHERE id = ANY ($1::uuid[])) k
            CROSS JOIN LATERAL (
              SELECT DISTINCT a.endpoint_id FROM certificate c
                JOIN presence p ON p.certificate_id = c.id AND p.closed_at IS NULL AND p.position = 0
                JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
               WHERE c.spki_sha256 = k.spki_sha256 LIMIT ${maxSharers}) s)
          ORDER BY e.id FOR NO KEY UPDATE) RETURNING id`,
      [[...new Set(told.flatMap((row) => row.certificateIds))], now],
    )
    return moved.length
  })
}

import type { Db } from '../sql.ts'

/** Makes all that answers to an environment due for judgement: thousands are judged in batches, within seconds. */
export async function markEnvironmentDue(tx: Db, environmentId: string): Promise<void> {
  await tx.query(
    `UPDATE endpoint SET reevaluate_at = now() WHERE id IN (
       SELECT e.id FROM endpoint e JOIN identity i ON i.id = e.identity_id WHERE i.environment_id = $1 ORDER BY e.id FOR NO KEY UPDATE OF e)`,
    [environmentId],
  )
  await tx.query(
    'UPDATE identity SET reevaluate_at = now() WHERE id IN (SELECT id FROM identity WHERE environment_id = $1 ORDER BY id FOR NO KEY UPDATE)',
    [environmentId],
  )
}

import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { storedChangeSchema } from './change.ts'
import { currentEstate } from './estate-cache.ts'
import { answerWhatIf } from './run-what-if.ts'

/**
 * Answers a question that waits, or that a worker left behind; one that has its answer is left alone. How far it is
 * stands in its row. Throws what broke it, after it was written down where `lastAttempt` says that nobody tries again.
 */
export async function workAtWhatIf(
  id: string,
  { signal, lastAttempt, now = new Date() }: { signal: AbortSignal; lastAttempt: boolean; now?: Date },
): Promise<void> {
  const [waiting] = await rows<{ change: unknown }>(
    pool(),
    `UPDATE what_if SET status = 'running', done = 0 WHERE id = $1 AND status IN ('queued', 'running') RETURNING change`,
    [id],
  )
  if (!waiting) return
  const deleted = new AbortController()
  const either = AbortSignal.any([signal, deleted.signal])
  const onProgress = async (done: number, total: number) => {
    if (!(await moved(id, done, total))) deleted.abort()
  }
  try {
    const change = storedChangeSchema.parse(waiting.change)
    const estate = await currentEstate(onProgress, either)
    const answer = await answerWhatIf(estate, change, now, onProgress, either)
    await pool().query(
      `UPDATE what_if SET status = 'done', done = $2, total = $2, result = $3::jsonb, finished_at = now() WHERE id = $1`,
      [id, estate.chains.length, storableJson(answer)],
    )
  } catch (error) {
    if (deleted.signal.aborted && !signal.aborted) return
    if (lastAttempt && !signal.aborted)
      await pool().query(`UPDATE what_if SET status = 'failed', failure = $2, finished_at = now() WHERE id = $1`, [
        id,
        'The question could not be answered; the log of the worker tells why.',
      ])
    throw error
  }
}

/** False where it was deleted meanwhile. */
async function moved(id: string, done: number, total: number): Promise<boolean> {
  const { rowCount } = await pool().query('UPDATE what_if SET done = $2, total = $3 WHERE id = $1', [id, done, total])
  return rowCount === 1
}

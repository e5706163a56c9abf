import type { ReportScope } from '#lib/compliance/report-snapshot.ts'
import { pool } from '#lib/db/client.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { expectedRows } from './expected-rows.ts'
import { freezeReport, type ReportOrder } from './freeze-report.ts'
import { ReportStopped } from './part-writer.ts'

interface Attempt {
  readonly signal: AbortSignal
  /** Nobody tries again where this one fails. */
  readonly lastAttempt: boolean
  /** The instant that the report is to bear. */
  readonly now?: Date
}

/**
 * Makes a report that waits, or that a worker left behind half done: its parts are thrown away first. One that is over
 * is left alone, and so is one that another worker is at. Throws what broke it, after that was written down where
 * nobody tries again.
 */
export async function workAtReport(id: string, { signal, lastAttempt, now }: Attempt): Promise<void> {
  try {
    await make(id, signal, now)
  } catch (error) {
    if (error instanceof ReportStopped) return
    if (lastAttempt && !signal.aborted)
      await pool().query(
        `WITH over AS (UPDATE report SET status = 'failed', failure = $2, finished_at = now()
                        WHERE id = $1 AND status IN ('queued', 'running') RETURNING id)
         DELETE FROM report_part p USING over WHERE p.report_id = over.id`,
        [id, 'The report could not be made; the log of the worker tells why.'],
      )
    throw error
  }
}

/** All of it is read in one snapshot, while the parts are written on other connections. */
function make(id: string, signal: AbortSignal, now: Date | undefined): Promise<void> {
  return inTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const [start] = await rows<{ free: boolean; at: Date }>(
      tx,
      // Held as long as the connection is: a worker that died holds nothing.
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free, clock_timestamp() AS at',
      [`report ${id}`],
    )
    if (start?.free !== true) throw new ReportStopped('another worker is at it')
    const order = await begin(id)
    await pool().query('UPDATE report SET total = $2 WHERE id = $1', [id, await expectedRows(tx, order)])
    const { summary, sha256 } = await freezeReport(tx, order, now ?? start.at, signal)
    const { rowCount } = await pool().query(
      `UPDATE report SET status = 'done', done = $2, total = $2, product_version = $3, as_of = $4, summary = $5::jsonb,
              sha256 = decode($6, 'hex'), finished_at = now() WHERE id = $1 AND status = 'running'`,
      [
        id,
        Object.values(summary.rows).reduce((sum, count) => sum + count, 0),
        summary.productVersion,
        summary.asOf,
        storableJson(summary),
        sha256,
      ],
    )
    if (rowCount !== 1) throw new ReportStopped('it was cancelled')
  })
}

async function begin(id: string): Promise<ReportOrder> {
  const [order] = await rows<{ name: string; createdBy: string; frameworks: string[]; scope: ReportScope }>(
    pool(),
    `WITH begun AS (UPDATE report SET status = 'running', done = 0, total = 0 WHERE id = $1 AND status IN ('queued', 'running')
                    RETURNING id, name, created_by, frameworks, scope),
          left_behind AS (DELETE FROM report_part p USING begun WHERE p.report_id = begun.id)
     SELECT name, created_by AS "createdBy", frameworks, scope FROM begun`,
    [id],
  )
  if (!order) throw new ReportStopped('it is over')
  return { id, ...order }
}

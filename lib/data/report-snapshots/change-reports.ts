import type { ReportScope } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { noSuchReport } from './reports.ts'
import { type ReportRequest, reportableIds } from './request.ts'

/** Orders a report; a worker makes it. Throws `forbidden` below analyst, `invalid-input` for an identity that is not there. */
export async function createReport(principal: Principal, { name, frameworks, scope }: ReportRequest): Promise<string> {
  requireRole(principal, 'analyst')
  return inTransaction(async (tx) => {
    const id = newId()
    const title = storableText(name)
    const wanted = reportableIds.filter((one) => frameworks.includes(one))
    const stored: ReportScope = {
      environment: [...new Set(scope.environment.map(storableText))],
      owner: [...new Set(scope.owner.map(storableText))],
      identity: await namesOf(tx, scope.identity),
      evidenceSince: scope.evidenceSince === null ? null : new Date(scope.evidenceSince).toISOString(),
    }
    await tx.query('INSERT INTO report (id, name, scope, frameworks, created_by) VALUES ($1, $2, $3::jsonb, $4, $5)', [
      id,
      title,
      storableJson(stored),
      wanted,
      storableText(principal.name),
    ])
    await audit(tx, principal, 'report.create', { type: 'report', id }, { name: title, frameworks: wanted })
    await enqueue(tx, id)
    return id
  })
}

async function namesOf(tx: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const found = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM identity WHERE id = ANY ($1::uuid[]) ORDER BY name',
    [ids],
  )
  const missing = ids.filter((id) => !found.some((one) => one.id === id.toLowerCase()))
  if (missing.length === 0) return found
  throw new AppError('invalid-input', 'An identity of the scope is not there.', {
    problems: missing.map((id) => ({ at: 'scope.identity', problem: `there is no identity ${id}` })),
  })
}

/** Stops one that is not done yet and throws its parts away. Throws `forbidden` below analyst, `not-found`, `conflict`. */
export async function cancelReport(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'analyst')
  await inTransaction(async (tx) => {
    const [found] = isUuid(id)
      ? await rows<{ status: string; name: string }>(
          tx,
          'SELECT status, name FROM report WHERE id = $1 FOR NO KEY UPDATE',
          [id],
        )
      : []
    if (!found) return noSuchReport()
    if (found.status !== 'queued' && found.status !== 'running')
      throw new AppError('conflict', 'The report is not being made.')
    await tx.query(`UPDATE report SET status = 'cancelled', finished_at = now() WHERE id = $1`, [id])
    await tx.query('DELETE FROM report_part WHERE report_id = $1', [id])
    await audit(tx, principal, 'report.cancel', { type: 'report', id }, { name: found.name })
  })
}

/** Forgets a report for good. Throws `forbidden` below admin, `not-found`. */
export async function deleteReport(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const [gone] = isUuid(id)
      ? await rows<{ name: string; sha256: string | null; asOf: Date | null }>(
          tx,
          `DELETE FROM report WHERE id = $1 RETURNING name, encode(sha256, 'hex') AS sha256, as_of AS "asOf"`,
          [id],
        )
      : []
    if (!gone) return noSuchReport()
    await audit(tx, principal, 'report.delete', { type: 'report', id }, gone)
  })
}

async function enqueue(db: Db, id: string): Promise<void> {
  await enqueueJob(db, { name: 'report', payload: { id }, key: `report-${id}` })
}

/** Puts reports back into the queue that are not done and that no job is about; gives how many. */
export async function resumeReports(): Promise<number> {
  const lost = await rows<{ id: string }>(
    pool(),
    `SELECT r.id FROM report r WHERE r.status IN ('queued', 'running') AND NOT EXISTS (
       SELECT 1 FROM graphile_worker.jobs j WHERE j.key = 'report-' || r.id
          AND (j.locked_at IS NOT NULL OR j.attempts < j.max_attempts))`,
  )
  for (const { id } of lost) await enqueue(pool(), id)
  return lost.length
}

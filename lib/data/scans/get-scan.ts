import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type ScanProgress, selectScans } from './scan-progress.ts'

export interface ScanDetail extends ScanProgress {
  /** Endpoints done, by outcome: `handshake` where one of their addresses was seen. */
  readonly outcomes: Readonly<Record<string, number>>
}

/** Throws `not-found`. */
export async function getScan(principal: Principal, id: string): Promise<ScanDetail> {
  requireRole(principal, 'viewer')
  const [scan] = isUuid(id) ? await selectScans('s.id = $1', [id], 1) : []
  if (!scan) throw new AppError('not-found', 'There is no such scan.')
  const counts = await rows<{ outcome: string; count: number }>(
    pool(),
    `SELECT outcome, count(*)::int AS count FROM scan_target WHERE scan_id = $1 AND outcome IS NOT NULL GROUP BY outcome ORDER BY outcome`,
    [id],
  )
  return { ...scan, outcomes: Object.fromEntries(counts.map((row) => [row.outcome, row.count])) }
}

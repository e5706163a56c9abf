import { AppError } from '#lib/core/errors.ts'
import { countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type ScanProgress, selectScans } from './scan-progress.ts'

export interface ScanFilter {
  readonly siteId?: string
  /** Only scans that are not over. */
  readonly active?: boolean
  readonly cursor?: string
  /** Up to 100. */
  readonly limit?: number
}

/** Newest first. Throws `invalid-input` for a cursor that this list did not give. */
export async function listScans(principal: Principal, filter: ScanFilter = {}): Promise<Page<ScanProgress>> {
  requireRole(principal, 'viewer')
  const limit = Math.min(100, Math.max(1, filter.limit ?? 50))
  const conditions = [
    ...(filter.siteId === undefined ? [] : ['s.site_id = $1::uuid']),
    ...(filter.active ? [`s.status IN ('queued', 'running', 'cancelling')`] : []),
  ]
  const values = filter.siteId === undefined ? [] : [filter.siteId]
  const where = conditions.join(' AND ') || 'true'
  const cursor = filter.cursor === undefined ? null : parseCursor(filter.cursor)
  const at = values.length
  const after = cursor ? ` AND (s.created_at, s.id) < ($${at + 1}::timestamptz, $${at + 2}::uuid)` : ''
  const found = await selectScans(where + after, [...values, ...(cursor ?? [])], limit + 1)
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM scan s WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    values,
  )
  const count = counted?.count ?? 0
  return {
    rows: shown,
    nextCursor: last ? `${last.createdAt.toISOString()}_${last.id}` : null,
    total: { count: Math.min(count, countBound), exact: count <= countBound },
  }
}

function parseCursor(cursor: string): [string, string] {
  const [at = '', id = ''] = cursor.split('_')
  if (Number.isNaN(Date.parse(at)) || !isUuid(id))
    throw new AppError('invalid-input', 'The cursor is not one of this list.')
  return [at, id]
}

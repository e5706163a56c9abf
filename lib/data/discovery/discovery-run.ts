import { AppError } from '#lib/core/errors.ts'
import { countBound, type Page } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import type { RunStatus } from '../scans/scan-progress.ts'
import { type Db, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

/** A discovery run and how far it is. */
export interface DiscoveryRun {
  readonly id: string
  readonly siteId: string
  readonly siteName: string
  readonly source: 'hosts' | 'range'
  readonly input: { readonly cidrs?: readonly string[]; readonly ports?: readonly number[]; readonly lines?: number }
  readonly status: RunStatus
  readonly requestedBy: string
  /** Targets to try, tried, answering TLS, and forbidden by the scope. */
  readonly total: number
  readonly done: number
  readonly found: number
  readonly refused: number
  readonly scanId: string | null
  readonly error: string | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

export interface DiscoveryResult {
  readonly host: string
  readonly port: number
  /** added, known, refused (by the scope; the rule stands in `detail`), invalid (a line that can't be read), or a connection's outcome. */
  readonly outcome: string
  readonly detail: string | null
  readonly line: number | null
  readonly endpointId: string | null
}

export interface DiscoveryRunDetail extends DiscoveryRun {
  /** At most 1,000; those that matter most first. */
  readonly results: readonly DiscoveryResult[]
}

const columns = `r.id, r.site_id AS "siteId", site.name AS "siteName", r.source, r.input, r.status, r.requested_by AS "requestedBy", r.total,
  r.done, r.found, r.refused, r.scan_id AS "scanId", r.error, r.created_at AS "createdAt", r.started_at AS "startedAt", r.finished_at AS "finishedAt"`

function select(where: string, values: unknown[], limit: number, db: Db = pool()): Promise<DiscoveryRun[]> {
  return rows<{ [Key in keyof DiscoveryRun]: DiscoveryRun[Key] }>(
    db,
    `SELECT ${columns} FROM discovery_run r JOIN site ON site.id = r.site_id WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`,
    values,
  )
}

/** Throws `not-found`. */
export async function getDiscoveryRun(principal: Principal, id: string): Promise<DiscoveryRunDetail> {
  requireRole(principal, 'viewer')
  const [run] = isUuid(id) ? await select('r.id = $1', [id], 1) : []
  if (!run) throw new AppError('not-found', 'There is no such discovery run.')
  const results = await rows<{ [Key in keyof DiscoveryResult]: DiscoveryResult[Key] }>(
    pool(),
    `SELECT host, port, outcome, detail, line, endpoint_id AS "endpointId" FROM discovery_result WHERE run_id = $1
      ORDER BY array_position(ARRAY['invalid', 'refused', 'added', 'known'], outcome), line, id LIMIT 1000`,
    [id],
  )
  return { ...run, results }
}

/** Newest first. */
export async function listDiscoveryRuns(
  principal: Principal,
  filter: { cursor?: string; limit?: number } = {},
): Promise<Page<DiscoveryRun>> {
  requireRole(principal, 'viewer')
  const limit = Math.min(100, Math.max(1, filter.limit ?? 50))
  const [at = '', after = ''] = filter.cursor?.split('_') ?? []
  if (filter.cursor !== undefined && (Number.isNaN(Date.parse(at)) || !isUuid(after))) {
    throw new AppError('invalid-input', 'The cursor is not one of this list.')
  }
  const found = await (filter.cursor === undefined
    ? select('true', [], limit + 1)
    : select('(r.created_at, r.id) < ($1::timestamptz, $2::uuid)', [at, after], limit + 1))
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM discovery_run LIMIT ${countBound + 1}) bounded`,
  )
  const count = counted?.count ?? 0
  return {
    rows: shown,
    nextCursor: last ? `${last.createdAt.toISOString()}_${last.id}` : null,
    total: { count: Math.min(count, countBound), exact: count <= countBound },
  }
}

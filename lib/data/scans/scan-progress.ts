import { pool } from '#lib/db/client.ts'
import type { Db } from '../sql.ts'
import { rows } from '../sql.ts'
import type { ScanDepth } from './scan-depth.ts'

export type RunStatus = 'queued' | 'running' | 'cancelling' | 'cancelled' | 'done' | 'failed'

/** A scan and how far it is. Counts are of endpoints. */
export interface ScanProgress {
  readonly id: string
  readonly siteId: string
  readonly siteName: string
  readonly kind: string
  /** What each target is asked for; null: what is due there. */
  readonly depth: ScanDepth | null
  readonly status: RunStatus
  readonly requestedBy: string
  readonly total: number
  readonly done: number
  /** Endpoints of which at least one address was seen. */
  readonly reached: number
  readonly error: string | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

/** True where the run will not move any more. */
export function isFinished(status: RunStatus): boolean {
  return status === 'done' || status === 'cancelled' || status === 'failed'
}

const columns = `s.id, s.site_id AS "siteId", site.name AS "siteName", s.kind, s.depth, s.status, s.requested_by AS "requestedBy", s.total,
  s.done, s.reached, s.error, s.created_at AS "createdAt", s.started_at AS "startedAt", s.finished_at AS "finishedAt"`

/** Scans that meet a condition written over `scan s`, newest first. */
export function selectScans(where: string, values: unknown[], limit: number, db: Db = pool()): Promise<ScanProgress[]> {
  return rows<{ [Key in keyof ScanProgress]: ScanProgress[Key] }>(
    db,
    `SELECT ${columns} FROM scan s JOIN site ON site.id = s.site_id WHERE ${where}
      ORDER BY s.created_at DESC, s.id DESC LIMIT ${limit}`,
    values,
  )
}

/** Tells everybody who follows the scan that it moved; heard when the transaction commits. */
export async function notifyScan(tx: Db, scanId: string): Promise<void> {
  await tx.query(`SELECT pg_notify('countersign_scan', $1)::text`, [scanId])
}

import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { deadAfterSeconds } from '../workers/worker-rows.ts'

export interface WorkerRow {
  readonly id: string
  readonly siteId: string
  readonly hostname: string
  readonly pid: number
  readonly version: string
  readonly startedAt: Date
  readonly heartbeatAt: Date
  readonly state: 'alive' | 'silent' | 'stopped'
}

/** Workers of all sites, or of one, that beat within the last day; the newest beat first. */
export function listSiteWorkers(principal: Principal, siteId?: string): Promise<WorkerRow[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof WorkerRow]: WorkerRow[Key] }>(
    pool(),
    `SELECT id, site_id AS "siteId", hostname, pid, version, started_at AS "startedAt", heartbeat_at AS "heartbeatAt",
            CASE WHEN stopped_at IS NOT NULL THEN 'stopped'
                 WHEN heartbeat_at < now() - make_interval(secs => ${deadAfterSeconds}) THEN 'silent' ELSE 'alive' END AS state
       FROM worker WHERE ($1::uuid IS NULL OR site_id = $1) AND heartbeat_at > now() - interval '1 day'
      ORDER BY heartbeat_at DESC, id LIMIT 200`,
    [siteId ?? null],
  )
}

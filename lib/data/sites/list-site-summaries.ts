import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { deadAfterSeconds } from '../workers/worker-rows.ts'
import { type SiteRecord, siteColumns } from './site.ts'

export interface SiteSummary extends SiteRecord {
  readonly endpoints: number
  readonly workersAlive: number
  readonly heartbeatAt: Date | null
}

/** Sites with what is scanned from them and who scans, by name. */
export function listSiteSummaries(principal: Principal): Promise<SiteSummary[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof SiteSummary]: SiteSummary[Key] }>(
    pool(),
    `SELECT ${siteColumns}, (SELECT count(*)::int FROM endpoint WHERE site_id = site.id) AS endpoints,
       w.alive AS "workersAlive", w.beat AS "heartbeatAt"
     FROM site CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE stopped_at IS NULL AND heartbeat_at > now() - make_interval(secs => ${deadAfterSeconds}))::int AS alive,
              max(heartbeat_at) AS beat FROM worker WHERE site_id = site.id) w
     ORDER BY name`,
  )
}

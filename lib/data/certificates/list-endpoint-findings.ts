import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { activeStatuses, type FindingStatus } from '../findings/filter.ts'
import { requireRole } from '../require-role.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'

/** An active finding of an endpoint that serves the certificate as its leaf. */
export interface EndpointFinding {
  readonly id: string
  readonly title: string
  readonly severity: Severity
  readonly status: FindingStatus
  readonly endpointId: string
  readonly endpoint: string
  readonly openedAt: Date
}

export interface EndpointFindings {
  /** Worst first; the list of findings shows what is beyond. */
  readonly rows: readonly EndpointFinding[]
  readonly more: boolean
}

const most = 50

/** By the certificate's id. */
export async function listEndpointFindings(principal: Principal, certificateId: string): Promise<EndpointFindings> {
  requireRole(principal, 'viewer')
  const found = await rows<{ [Key in keyof EndpointFinding]: EndpointFinding[Key] } & { checkId: string }>(
    pool(),
    `SELECT f.id, f.check_id AS "checkId", f.severity, replace(f.status::text, '_', '-') AS status, f.endpoint_id AS "endpointId",
            fe.host || ':' || fe.port AS endpoint, f.opened_at AS "openedAt", '' AS title
       FROM finding f JOIN endpoint fe ON fe.id = f.endpoint_id
      WHERE f.endpoint_id IN (SELECT e.id FROM ${servedPlaces} WHERE p.certificate_id = $1 AND p.position = 0 AND ${servedNow})
        AND f.status = ANY ($2::finding_status[])
      ORDER BY f.severity DESC, f.opened_at, f.id LIMIT ${most + 1}`,
    [certificateId, activeStatuses],
  )
  const titled = found.map(({ checkId, ...row }) => ({ ...row, title: findCheck(checkId)?.title ?? checkId }))
  return { rows: titled.slice(0, most), more: titled.length > most }
}

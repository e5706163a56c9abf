import type { BoundedCount } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { endpointLabel } from '../endpoints/endpoint-label.ts'
import { requireRole } from '../require-role.ts'
import { identityOfEndpoint } from '../served-places.ts'
import { rows } from '../sql.ts'

/** An interval in which an address presented the certificate. */
export interface CertificatePresence {
  readonly id: string
  readonly ip: string
  /** 0 is the leaf. */
  readonly position: number
  readonly openedAt: Date
  readonly lastSeenAt: Date
  /** Null where it is served now. */
  readonly closedAt: Date | null
  readonly endpointId: string
  /** `host:port`. */
  readonly endpoint: string
  readonly identityId: string | null
  readonly identityName: string | null
  readonly environment: string | null
}

export interface CertificatePresences {
  /** Open ones first, then the newest. */
  readonly rows: readonly CertificatePresence[]
  /** False: there are more than are shown. */
  readonly open: BoundedCount
  readonly closed: BoundedCount
}

/** An issuing CA stands behind thousands of addresses; the list of endpoints shows the rest. */
const most = 200

/** Where a certificate is and was served, by its id. */
export async function listPresences(principal: Principal, certificateId: string): Promise<CertificatePresences> {
  requireRole(principal, 'viewer')
  const [open, closed] = await Promise.all([select(certificateId, true), select(certificateId, false)])
  return {
    rows: [...open.slice(0, most), ...closed.slice(0, most)],
    open: { count: Math.min(open.length, most), exact: open.length <= most },
    closed: { count: Math.min(closed.length, most), exact: closed.length <= most },
  }
}

/** An address that the name has left, or of an endpoint that is switched off, serves nothing now. */
function select(certificateId: string, open: boolean): Promise<CertificatePresence[]> {
  const served = 'p.closed_at IS NULL AND a.gone_at IS NULL AND e.enabled'
  return rows<{ [Key in keyof CertificatePresence]: CertificatePresence[Key] }>(
    pool(),
    `SELECT p.id, host(a.ip) AS ip, p.position, p.opened_at AS "openedAt", p.last_seen_at AS "lastSeenAt",
            CASE WHEN NOT (${served}) THEN coalesce(p.closed_at, a.gone_at, p.last_seen_at) END AS "closedAt",
            e.id AS "endpointId", ${endpointLabel} AS endpoint,
            i.id AS "identityId", i.name AS "identityName", env.name AS environment
       FROM presence p JOIN address a ON a.id = p.address_id JOIN endpoint e ON e.id = a.endpoint_id ${identityOfEndpoint}
      WHERE p.certificate_id = $1 AND ${open ? '' : 'NOT '}(${served})
      ORDER BY p.opened_at DESC, p.id LIMIT ${most + 1}`,
    [certificateId],
  )
}

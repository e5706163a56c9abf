import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { requireRole } from '../require-role.ts'
import { afterExpiryRotation, lateRotation } from '../rotations/late-rotation.ts'
import { rows } from '../sql.ts'

/** An interval in which an address of the endpoint presented a leaf. */
export interface EndpointPresence {
  readonly id: string
  readonly ip: string
  readonly sha256: string
  readonly name: string
  readonly notAfter: Date
  readonly openedAt: Date
  readonly lastSeenAt: Date
  /** Null while it is presented. */
  readonly closedAt: Date | null
}

/** A step from one leaf to the next. */
export interface EndpointRotation {
  readonly id: string
  readonly ip: string | null
  readonly at: Date
  readonly previousSha256: string
  readonly nextSha256: string
  readonly ageSeconds: number
  /** Negative where it had expired. */
  readonly lifeLeftSeconds: number
  /** Whole life of the previous leaf. */
  readonly lifetimeSeconds: number
  readonly keyKept: boolean
  /** The previous leaf was seen served with less than a tenth of its life left, or after its end. */
  readonly late: boolean
  readonly afterExpiry: boolean
}

export interface LeafHistory {
  readonly presences: readonly EndpointPresence[]
  readonly rotations: readonly EndpointRotation[]
  /** All there are; the lists hold the newest. */
  readonly presenceCount: number
  readonly rotationCount: number
}

const shown = 25

/** Which leaves an endpoint presented, and when one followed another; newest first. */
export async function listLeafHistory(principal: Principal, endpointId: string): Promise<LeafHistory> {
  requireRole(principal, 'viewer')
  const [presences, rotations, counts] = await Promise.all([
    rows<{ [Key in keyof EndpointPresence]: EndpointPresence[Key] }>(
      pool(),
      `SELECT p.id, host(a.ip) AS ip, encode(c.sha256, 'hex') AS sha256, ${certificateName} AS name, c.not_after AS "notAfter",
              p.opened_at AS "openedAt", p.last_seen_at AS "lastSeenAt", p.closed_at AS "closedAt"
         FROM presence p JOIN address a ON a.id = p.address_id JOIN certificate c ON c.id = p.certificate_id
        WHERE a.endpoint_id = $1 AND p.position = 0 ORDER BY p.closed_at DESC NULLS FIRST, p.opened_at DESC, p.id LIMIT ${shown}`,
      [endpointId],
    ),
    rows<{ [Key in keyof EndpointRotation]: EndpointRotation[Key] }>(
      pool(),
      `SELECT r.id, host(a.ip) AS ip, r.at, encode(previous.sha256, 'hex') AS "previousSha256", encode(n.sha256, 'hex') AS "nextSha256",
              r.age_seconds::float8 AS "ageSeconds", r.life_left_seconds::float8 AS "lifeLeftSeconds", r.key_kept AS "keyKept",
              extract(epoch FROM previous.not_after - previous.not_before)::float8 AS "lifetimeSeconds",
              ${lateRotation} AS late, ${afterExpiryRotation} AS "afterExpiry"
         FROM rotation r JOIN certificate previous ON previous.id = r.previous_id JOIN certificate n ON n.id = r.next_id
         LEFT JOIN address a ON a.id = r.address_id
        WHERE r.endpoint_id = $1 ORDER BY r.at DESC, r.id LIMIT ${shown}`,
      [endpointId],
    ),
    rows<{ presences: number; rotations: number }>(
      pool(),
      `SELECT (SELECT count(*)::int FROM presence p JOIN address a ON a.id = p.address_id WHERE a.endpoint_id = $1 AND p.position = 0) AS presences,
              (SELECT count(*)::int FROM rotation WHERE endpoint_id = $1) AS rotations`,
      [endpointId],
    ),
  ])
  return { presences, rotations, presenceCount: counts[0]?.presences ?? 0, rotationCount: counts[0]?.rotations ?? 0 }
}

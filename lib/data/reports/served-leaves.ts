import type { Policy } from '#lib/checks/policy.ts'
import { pool } from '#lib/db/client.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { namedCondition } from '../named-condition.ts'
import { parameters } from '../parameters.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'

/** Which identities a report is about; every condition that is given has to hold. */
export interface LeafScope {
  /** Names. */
  readonly environment?: readonly string[] | undefined
  readonly owner?: readonly string[] | undefined
  /** Ids. */
  readonly identity?: readonly string[] | undefined
}

/** A leaf that is served now, once for each identity; where an endpoint is bound to none, once for the endpoint. */
export interface ServedLeaf {
  readonly certificateId: string
  readonly sha256: string
  readonly certificateName: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly identityId: string | null
  readonly identityName: string | null
  readonly owner: string | null
  readonly environment: string | null
  readonly identityPolicy: Policy | null
  readonly environmentPolicy: Policy | null
  /** One of the endpoints, and how many there are. */
  readonly endpointId: string
  readonly endpointLabel: string
  readonly endpoints: number
  /** Since when it is served, at the place that had it first. */
  readonly servedSince: Date
}

/** Leaves of identities that are not retired, and of endpoints without an identity unless `bound`. */
export function listServedLeaves(scope: LeafScope, bound: boolean): Promise<ServedLeaf[]> {
  const values = parameters()
  const where = [
    servedNow,
    'p.position = 0',
    bound ? 'i.id IS NOT NULL AND i.retired_at IS NULL' : 'i.retired_at IS NULL',
    ...(scope.environment?.length ? [namedCondition('env.name', scope.environment, values)] : []),
    ...(scope.owner?.length ? [namedCondition('i.owner', scope.owner, values)] : []),
    ...(scope.identity?.length ? [`i.id = ANY (${values.add(scope.identity)}::uuid[])`] : []),
  ]
  return rows<{ [Key in keyof ServedLeaf]: ServedLeaf[Key] }>(
    pool(),
    `SELECT c.id AS "certificateId", encode(c.sha256, 'hex') AS sha256, ${certificateName} AS "certificateName",
            c.not_before AS "notBefore", c.not_after AS "notAfter", i.id AS "identityId", i.name AS "identityName", i.owner,
            env.name AS environment, i.policy AS "identityPolicy", env.policy AS "environmentPolicy", s."endpointId",
            e.host || ':' || e.port AS "endpointLabel", s.endpoints, s."servedSince"
       FROM (SELECT p.certificate_id, i.id AS identity_id, min(e.id::text)::uuid AS "endpointId",
                    count(DISTINCT e.id)::int AS endpoints, min(p.opened_at) AS "servedSince"
               FROM ${servedPlaces} ${identityOfEndpoint}
              WHERE ${where.join(' AND ')}
              GROUP BY p.certificate_id, i.id, CASE WHEN i.id IS NULL THEN e.id END) s
       JOIN certificate c ON c.id = s.certificate_id JOIN endpoint e ON e.id = s."endpointId"
       LEFT JOIN identity i ON i.id = s.identity_id LEFT JOIN environment env ON env.id = i.environment_id`,
    [...values.values],
  )
}

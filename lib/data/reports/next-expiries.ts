import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { certificateConditions, startOfSecond } from '../certificates/certificate-conditions.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { certificateFilter } from '../certificates/filter.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { identityOfEndpoint, servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'
import type { ReportScope } from './overview-filter.ts'

export interface NextExpiry {
  readonly sha256: string
  readonly name: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Of the whole life, 0 to 1. */
  readonly lifeLeft: number
  /** One of the identities that it is served under; null where its endpoints are bound to none. */
  readonly identity: { readonly id: string; readonly name: string } | null
}

export interface NextExpiries {
  readonly certificates: readonly NextExpiry[]
  /** Leaves with less than a third of their life left, and the query of the list that gives them. */
  readonly near: number
  readonly query: string
  readonly asOf: Date
}

const most = 5

interface NextExpiryRow extends Omit<{ [Key in keyof NextExpiry]: NextExpiry[Key] }, 'identity'> {
  readonly identityId: string | null
  readonly identityName: string | null
  readonly near: number
}

/**
 * The leaves in service that come to their end next, by the share of life that is left, so that an hour and a year
 * compare; what has expired already is broken and stands elsewhere.
 */
export async function nextExpiries(principal: Principal, scope: ReportScope, now: Date): Promise<NextExpiries> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(certificateFilter, { role: 'leaf' })
  const scoped = { ...filter, environment: scope.environment === undefined ? undefined : [...scope.environment] }
  const values = parameters()
  const where = certificateConditions({ ...scoped, expiresAfter: startOfSecond(now) }, null, now, values)
  const at = `${values.add(startOfSecond(now))}::timestamptz`
  const found = await rows<NextExpiryRow>(
    pool(),
    `SELECT encode(c.sha256, 'hex') AS sha256, ${certificateName} AS name, c.not_before AS "notBefore", c.not_after AS "notAfter",
            next.share AS "lifeLeft", next.near, place.id AS "identityId", place.name AS "identityName"
       FROM (SELECT c.id, (extract(epoch FROM c.not_after - ${at}) / extract(epoch FROM c.not_after - c.not_before))::float8 AS share,
                    (count(*) FILTER (WHERE (c.not_after - ${at}) * 3 < c.not_after - c.not_before) OVER ())::int AS near
               FROM certificate c WHERE ${where} ORDER BY share, c.id LIMIT ${most}) next
       JOIN certificate c ON c.id = next.id
       LEFT JOIN LATERAL (SELECT i.id, i.name FROM ${servedPlaces} ${identityOfEndpoint}
                           WHERE p.certificate_id = c.id AND ${servedNow} AND p.position = 0 ORDER BY i.name LIMIT 1) place ON true
      ORDER BY next.share, c.id`,
    [...values.values],
  )
  return {
    certificates: found.map(({ identityId, identityName, near: _, ...row }) => ({
      ...row,
      identity: identityId === null ? null : { id: identityId, name: identityName ?? '' },
    })),
    near: found[0]?.near ?? 0,
    query: filterToQuery(scoped, { expiry: ['third'], sort: undefined }),
    asOf: now,
  }
}

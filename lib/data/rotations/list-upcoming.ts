import type { z } from 'zod'
import type { RotationBasis } from '#lib/checks/rotation-due.ts'
import type { Principal } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { pool } from '#lib/db/client.ts'
import { certificateName } from '../certificates/certificate-name.ts'
import { parseFilter } from '../filter.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { dueConditions, dueTables, endpointLabel } from './due-conditions.ts'
import { dueFilter } from './due-filter.ts'
import type { upcomingFilter } from './upcoming-filter.ts'

/** A leaf whose rotation, or end, lies ahead. */
export interface UpcomingLeaf {
  /** Of the identity, or of the endpoint that is bound to none. */
  readonly subjectId: string
  readonly subjectKind: 'identity' | 'endpoint'
  readonly subject: string
  readonly owner: string | null
  readonly environment: string | null
  readonly sha256: string
  readonly certificateName: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly dueAt: Date
  readonly basis: RotationBasis
}

/** More is no calendar. */
export const mostUpcoming = 2000

/**
 * What is due or expires within the days that are asked for, the first of them by the day of rotation; then what is
 * overdue and has not ended, which a calendar that forgot it would seem to say was done.
 */
export async function listUpcoming(
  principal: Principal,
  scope: z.output<typeof upcomingFilter>,
  now: Date = new Date(),
): Promise<readonly UpcomingLeaf[]> {
  requireRole(principal, 'viewer')
  const { filter } = parseFilter(dueFilter, {})
  const values = parameters()
  const where = dueConditions({ ...filter, environment: scope.environment, owner: scope.owner }, now, values)
  const from = `${values.add(now)}::timestamptz`
  const to = `${values.add(new Date(now.getTime() + scope.days * dayMs))}::timestamptz`
  const lives = scope.lives === 'all' ? 'true' : `d.life_seconds >= 86400 - 1`
  return rows<{ [Key in keyof UpcomingLeaf]: UpcomingLeaf[Key] }>(
    pool(),
    `SELECT coalesce(i.id, e.id) AS "subjectId", CASE WHEN i.id IS NULL THEN 'endpoint' ELSE 'identity' END AS "subjectKind",
            coalesce(i.name, ${endpointLabel}) AS subject, i.owner, env.name AS environment, encode(c.sha256, 'hex') AS sha256,
            ${certificateName} AS "certificateName", c.not_before AS "notBefore", c.not_after AS "notAfter", d.due_at AS "dueAt", d.basis
       FROM ${dueTables} WHERE ${where} AND ${lives} AND c.not_after >= ${from} AND LEAST(d.due_at, c.not_after) < ${to}
      ORDER BY d.due_at < ${from}, d.due_at, d.id LIMIT ${mostUpcoming}`,
    [...values.values],
  )
}

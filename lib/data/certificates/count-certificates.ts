import { type BoundedCount, countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { parameters } from '../parameters.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { certificateConditions, planCertificates } from './certificate-conditions.ts'
import type { CertificateFilter } from './filter.ts'

/** How many match, counted up to 10,000. Who has planned the same filter already hands the plan over. */
export async function countCertificates(
  principal: Principal,
  filter: CertificateFilter,
  now: Date = new Date(),
  plan?: Awaited<ReturnType<typeof planCertificates>>,
): Promise<BoundedCount> {
  requireRole(principal, 'viewer')
  const values = parameters()
  const where = certificateConditions(filter, plan === undefined ? await planCertificates(filter) : plan, now, values)
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM certificate c WHERE ${where} LIMIT ${countBound + 1}) bounded`,
    [...values.values],
  )
  const count = counted?.count ?? 0
  return { count: Math.min(count, countBound), exact: count <= countBound }
}

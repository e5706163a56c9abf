import { AppError, type InputProblem } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { scopeEntryProblem } from '#lib/scan/scope.ts'
import { audit } from '../audit.ts'
import { refuseInput, requireInput } from '../require-input.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { storableJson } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { type SiteRecord, siteChangeSchema, siteColumns } from './site.ts'

/**
 * Changes what scans of a site may reach; what is left out stays. Throws `forbidden` below admin, `not-found`, and
 * `invalid-input` with each entry that can't be read.
 */
export async function updateSite(principal: Principal, id: string, change: unknown): Promise<SiteRecord> {
  requireRole(principal, 'admin')
  const read = requireInput(siteChangeSchema, change)
  const { allow, deny, allowPublic, maxRunTargets, staticHosts } = read
  const problems = [...entryProblems('allow', allow ?? []), ...entryProblems('deny', deny ?? [])]
  if (problems.length > 0) refuseInput(problems)
  if (!isUuid(id)) throw new AppError('not-found', 'There is no such site.')
  return inTransaction(async (tx) => {
    const [site] = await rows<{ [Key in keyof SiteRecord]: SiteRecord[Key] }>(
      tx,
      `UPDATE site SET allow = COALESCE($2::text[], allow), deny = COALESCE($3::text[], deny),
              allow_public = COALESCE($4::bool, allow_public), max_run_targets = COALESCE($5::int, max_run_targets),
              static_hosts = COALESCE($6::jsonb, static_hosts) WHERE id = $1 RETURNING ${siteColumns}`,
      [
        id,
        allow ?? null,
        deny ?? null,
        allowPublic ?? null,
        maxRunTargets ?? null,
        staticHosts ? storableJson(staticHosts) : null,
      ],
    )
    if (!site) throw new AppError('not-found', 'There is no such site.')
    await audit(tx, principal, 'site.update', { type: 'site', id }, read)
    return site
  })
}

function entryProblems(field: string, entries: readonly string[]): InputProblem[] {
  return entries.flatMap((entry, index) => {
    const problem = scopeEntryProblem(entry)
    return problem === null ? [] : [{ at: `${field}.${index}`, problem: `${entry}: ${problem}` }]
  })
}

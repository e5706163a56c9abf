import { readEnv } from '#lib/core/env.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { findSiteByName, getSite } from '#lib/data/sites/get-site.ts'

/** The id of the site that a request names, or of this installation's own. Throws `not-found`, `unavailable`. */
export async function siteIdOr(principal: Principal, siteId: string | undefined): Promise<string> {
  if (siteId !== undefined) return (await getSite(principal, siteId)).id
  const site = await findSiteByName(principal, readEnv().COUNTERSIGN_SITE)
  if (site) return site.id
  throw new AppError('unavailable', 'There is no site yet: the first worker makes it when it starts')
}

import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isFetchingOn } from './fetch-switch.ts'

export interface SiteFetching {
  readonly on: boolean
  readonly counts: { readonly all: number; readonly failing: number }
}

/** Whether a site fetches what certificates point at, and how many sources there are. */
export async function getSiteFetching(principal: Principal, siteId: string): Promise<SiteFetching> {
  requireRole(principal, 'admin')
  const [counts] = await rows<{ all: number; failing: number }>(
    pool(),
    'SELECT count(*)::int AS "all", count(failure)::int AS failing FROM fetched_document WHERE site_id = $1',
    [siteId],
  )
  return { on: await isFetchingOn(siteId), counts: counts ?? { all: 0, failing: 0 } }
}

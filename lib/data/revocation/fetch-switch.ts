import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { findSetting, saveSetting } from '../settings.ts'
import { inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

/** The site's id follows. */
export const fetchSetting = 'fetch-evidence.'

const settingOf = (siteId: string) => `${fetchSetting}${siteId}`

/** Whether workers of the site fetch what certificates point at: yes, unless an administrator said no. */
export async function isFetchingOn(siteId: string): Promise<boolean> {
  return (await findSetting(settingOf(siteId))) !== false
}

/** Throws `forbidden` below admin, and `not-found`. */
export async function setFetching(principal: Principal, siteId: string, on: boolean): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const [site] = isUuid(siteId) ? await rows(tx, 'SELECT id FROM site WHERE id = $1', [siteId]) : []
    if (!site) throw new AppError('not-found', 'There is no such site.')
    await saveSetting(principal, settingOf(siteId), on, tx)
    await audit(tx, principal, on ? 'site.fetching-on' : 'site.fetching-off', { type: 'site', id: siteId })
  })
}

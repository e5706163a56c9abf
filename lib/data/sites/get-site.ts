import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { type SiteRecord, siteColumns } from './site.ts'

type SiteRow = { [Key in keyof SiteRecord]: SiteRecord[Key] }

/** Throws `not-found`. */
export async function getSite(principal: Principal, id: string): Promise<SiteRecord> {
  requireRole(principal, 'viewer')
  const [site] = isUuid(id) ? await rows<SiteRow>(pool(), `SELECT ${siteColumns} FROM site WHERE id = $1`, [id]) : []
  if (!site) throw new AppError('not-found', 'There is no such site.')
  return site
}

export async function findSiteByName(principal: Principal, name: string): Promise<SiteRecord | null> {
  requireRole(principal, 'viewer')
  const [site] = await rows<SiteRow>(pool(), `SELECT ${siteColumns} FROM site WHERE name = $1`, [name])
  return site ?? null
}

export function listSites(principal: Principal): Promise<SiteRecord[]> {
  requireRole(principal, 'viewer')
  return rows<SiteRow>(pool(), `SELECT ${siteColumns} FROM site ORDER BY name`)
}

/** The site of this name, made with a closed scope for private addresses where there is none. Throws `forbidden` below admin. */
export async function ensureSite(principal: Principal, name: string): Promise<SiteRecord> {
  requireRole(principal, 'admin')
  await pool().query('INSERT INTO site (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [newId(), name])
  const site = await findSiteByName(principal, name)
  if (!site) throw new Error('the site was not written')
  return site
}

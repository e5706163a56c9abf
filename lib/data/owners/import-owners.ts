import type { Principal } from '#lib/core/principal.ts'
import { requireRole } from '../require-role.ts'
import { type OwnerList, readOwnerList } from './read-owner-list.ts'
import { type SavedOwners, saveOwners } from './save-owners.ts'

export interface ImportedOwners extends SavedOwners {
  /** Lines that were understood. */
  readonly read: number
  /** Lines that were not, and are left out. */
  readonly problems: OwnerList['problems']
}

/** Takes over a directory's list of owners (`readOwnerList`). Throws `forbidden` below analyst. */
export async function importOwners(principal: Principal, csv: string, now: Date = new Date()): Promise<ImportedOwners> {
  requireRole(principal, 'analyst')
  const { owners, problems } = readOwnerList(csv)
  return { ...(await saveOwners(principal, owners, 'import', now)), read: owners.length, problems }
}

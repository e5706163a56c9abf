import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { enqueueFetches } from './enqueue-fetches.ts'

/** Has a source fetched at once, whatever its failures. Throws `forbidden` below admin, and `not-found`. */
export async function retryRevocationSource(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const [source] = isUuid(id)
      ? await rows<{ siteId: string; url: string }>(
          tx,
          'UPDATE fetched_document SET next_fetch_at = now() WHERE id = $1 RETURNING site_id AS "siteId", url',
          [id],
        )
      : []
    if (!source) throw new AppError('not-found', 'There is no such source.')
    await audit(tx, principal, 'site.fetch-now', { type: 'site', id: source.siteId }, { url: source.url })
    await enqueueFetches(tx, source.siteId)
  })
}

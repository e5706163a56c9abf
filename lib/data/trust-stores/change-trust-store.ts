import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'
import { lockStore } from './lock-store.ts'
import { markStoresDue } from './mark-stores-due.ts'

/**
 * Removes a store that nothing names. Its certificates stay on record. The identities of a trust domain fall back to
 * what else is said of them and are judged anew. Throws `forbidden` below admin, `not-found`, `conflict` where the
 * store is in use, the default, or the runtime's own.
 */
export async function deleteTrustStore(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const store = await lockStore(tx, id)
    if (store.source === 'runtime')
      throw new AppError('conflict', 'The runtime’s own roots come back at the next start; they can’t be deleted.')
    if (store.isDefault)
      throw new AppError('conflict', 'This is the default store. Make another one the default first.')
    if (store.used)
      throw new AppError('conflict', 'Environments, identities or rules name this store. Give them another one first.')
    await markStoresDue(tx, [id])
    await tx.query('DELETE FROM trust_store WHERE id = $1', [id])
    await audit(tx, principal, 'trust-store.delete', { type: 'trust-store', id }, { name: store.name })
  })
}

/**
 * Makes a store the one that is meant where nothing else names any, and makes what answers to the default due for
 * judgement. Throws `forbidden` below admin, `not-found`.
 */
export async function setDefaultStore(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const store = await lockStore(tx, id)
    if (store.isDefault) return
    await tx.query('UPDATE trust_store SET is_default = (id = $1) WHERE is_default OR id = $1', [id])
    // Whatever answered to the former default, or to none, answers to this one by now.
    await markStoresDue(tx, [id])
    await audit(tx, principal, 'trust-store.set-default', { type: 'trust-store', id }, { name: store.name })
  })
}

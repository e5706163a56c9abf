import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

interface HeldStore {
  readonly name: string
  readonly source: string
  readonly isDefault: boolean
  readonly used: boolean
}

/**
 * Removes a store that nothing answers to. Its certificates stay on record. Throws `forbidden` below admin,
 * `not-found`, `conflict` where it is in use, the default, or the runtime's own.
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
      throw new AppError('conflict', 'Environments or identities answer to this store. Give them another one first.')
    await tx.query('DELETE FROM trust_store WHERE id = $1', [id])
    await audit(tx, principal, 'trust-store.delete', { type: 'trust-store', id }, { name: store.name })
  })
}

/**
 * Makes a store the one that is meant where neither identity nor environment names any, and makes what answers to the
 * default due for judgement. Throws `forbidden` below admin, `not-found`.
 */
export async function setDefaultStore(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const store = await lockStore(tx, id)
    if (store.isDefault) return
    await tx.query('UPDATE trust_store SET is_default = (id = $1) WHERE is_default OR id = $1', [id])
    const byDefault = `SELECT i.id FROM identity i LEFT JOIN environment v ON v.id = i.environment_id
      WHERE i.trust_store_id IS NULL AND v.trust_store_id IS NULL`
    await tx.query(
      `UPDATE endpoint SET reevaluate_at = now() WHERE id IN (SELECT e.id FROM endpoint e
         WHERE e.identity_id IS NULL OR e.identity_id IN (${byDefault}) ORDER BY e.id FOR NO KEY UPDATE OF e)`,
    )
    await tx.query(
      `UPDATE identity SET reevaluate_at = now() WHERE id IN (${byDefault} ORDER BY i.id FOR NO KEY UPDATE OF i)`,
    )
    await audit(tx, principal, 'trust-store.set-default', { type: 'trust-store', id }, { name: store.name })
  })
}

/** Locks every store, so that of two deeds at once the later sees what the first did. */
async function lockStore(tx: Db, id: string): Promise<HeldStore> {
  if (isUuid(id)) {
    await tx.query('SELECT 1 FROM trust_store ORDER BY id FOR UPDATE')
    const [store] = await rows<{ [Key in keyof HeldStore]: HeldStore[Key] }>(
      tx,
      `SELECT name, source, is_default AS "isDefault", (EXISTS (SELECT 1 FROM environment WHERE trust_store_id = $1)
         OR EXISTS (SELECT 1 FROM identity WHERE trust_store_id = $1)) AS used FROM trust_store WHERE id = $1`,
      [id],
    )
    if (store) return store
  }
  throw new AppError('not-found', 'There is no such trust store')
}

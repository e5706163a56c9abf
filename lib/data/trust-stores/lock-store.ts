import { AppError } from '#lib/core/errors.ts'
import { type Db, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

export interface HeldStore {
  readonly id: string
  readonly name: string
  readonly source: 'runtime' | 'system' | 'upload' | 'spiffe' | 'demo'
  readonly version: string
  readonly trustDomain: string | null
  readonly publicRoots: boolean
  readonly isDefault: boolean
  /** An environment, an identity or a rule names it. */
  readonly used: boolean
}

/** Locks every store, so that of two deeds at once the later sees what the first did. Throws `not-found`. */
export async function lockStore(tx: Db, id: string): Promise<HeldStore> {
  if (isUuid(id)) {
    await tx.query('SELECT 1 FROM trust_store ORDER BY id FOR UPDATE')
    const [store] = await rows<{ [Key in keyof HeldStore]: HeldStore[Key] }>(
      tx,
      `SELECT id, name, source, version, trust_domain AS "trustDomain", public_roots AS "publicRoots", is_default AS "isDefault",
              (EXISTS (SELECT 1 FROM environment WHERE trust_store_id = $1) OR EXISTS (SELECT 1 FROM identity WHERE trust_store_id = $1)
               OR EXISTS (SELECT 1 FROM identity_rule WHERE trust_store_id = $1)) AS used FROM trust_store WHERE id = $1`,
      [id],
    )
    if (store) return store
  }
  throw new AppError('not-found', 'There is no such trust store')
}

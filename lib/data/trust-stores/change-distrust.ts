import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { takePrivateKeys } from '#lib/x509/private-keys.ts'
import { settleAdvisories } from '../advisories/settle-advisories.ts'
import { audit } from '../audit.ts'
import { recordExposures } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableText } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { effectiveAtField, keyFields, readKey } from './distrusted-key.ts'
import { type HeldStore, lockStore } from './lock-store.ts'
import { markStoresDue } from './mark-stores-due.ts'

const words = {
  effectiveAt: effectiveAtField.describe('From when on the key counts for nothing: a day in UTC or an instant'),
  source: z.string().trim().min(1, 'Say who says so.').max(300),
  reason: z.string().trim().min(1, 'Say why.').max(2000),
}

/** A key to be distrusted. */
export const distrustFields = z.strictObject({ ...keyFields, ...words })

/** What can be said anew of an entry; the key stays. */
export const distrustChange = z.strictObject({ ...words, subject: keyFields.subject })

export type DistrustInput = z.output<typeof distrustFields>

/**
 * Distrusts a key in one store: from `effectiveAt` on no path of the store runs through it, cross-signed or not. An
 * entry by hand takes the place of an advisory's. Throws `forbidden` below admin, `not-found`, `invalid-input`,
 * `conflict` where there is an entry by hand for this key.
 */
export async function addDistrust(principal: Principal, storeId: string, input: DistrustInput): Promise<string> {
  requireRole(principal, 'admin')
  const { spkiSha256, certificate, subject, ...said } = input
  await recordExposures(principal, takePrivateKeys(certificate ?? '').keys, 'certificate of a distrusted key')
  const key = readKey({ spkiSha256, certificate, subject })
  if ('problem' in key) throw new AppError('invalid-input', key.problem, { problems: [key] })
  return inTransaction(async (tx) => {
    const store = await lockStore(tx, storeId)
    const id = newId()
    const [made] = await rows<{ id: string }>(
      tx,
      `INSERT INTO distrust_entry AS d (id, trust_store_id, spki_sha256, effective_at, source, reason, subject)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (trust_store_id, spki_sha256) DO UPDATE SET id = EXCLUDED.id, effective_at = EXCLUDED.effective_at,
         source = EXCLUDED.source, reason = EXCLUDED.reason, subject = EXCLUDED.subject, advisory_id = NULL
         WHERE d.advisory_id IS NOT NULL RETURNING id`,
      [
        ...[id, store.id, Buffer.from(key.spkiSha256, 'hex'), said.effectiveAt],
        ...[
          storableText(said.source),
          storableText(said.reason),
          key.subject === null ? null : storableText(key.subject),
        ],
      ],
    )
    if (!made) {
      const problem = 'This store has an entry for this key already.'
      throw new AppError('conflict', problem, { problems: [{ at: 'spkiSha256', problem }] })
    }
    await told(tx, principal, 'trust-store.distrust', store, { ...said, ...key })
    return id
  })
}

/** Says an entry's date, source, reason and subject anew. Throws as `addDistrust` does; `conflict` for an advisory's. */
export async function changeDistrust(
  principal: Principal,
  storeId: string,
  entryId: string,
  said: z.output<typeof distrustChange>,
): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const store = await lockStore(tx, storeId)
    const entry = await requireOwnEntry(tx, store, entryId)
    const subject = said.subject === undefined ? null : storableText(said.subject)
    await tx.query(
      'UPDATE distrust_entry SET effective_at = $2, source = $3, reason = $4, subject = $5 WHERE id = $1',
      [entryId, said.effectiveAt, storableText(said.source), storableText(said.reason), subject],
    )
    await told(tx, principal, 'trust-store.change-distrust', store, { ...entry, ...said })
  })
}

/**
 * Takes an entry by hand back; where an advisory names the key, its entry stands again. Throws `forbidden` below admin,
 * `not-found`, `conflict` for an advisory's entry, which goes with its advisory.
 */
export async function removeDistrust(principal: Principal, storeId: string, entryId: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    const store = await lockStore(tx, storeId)
    const entry = await requireOwnEntry(tx, store, entryId)
    await tx.query('DELETE FROM distrust_entry WHERE id = $1', [entryId])
    await settleAdvisories(tx)
    await told(tx, principal, 'trust-store.remove-distrust', store, entry)
  })
}

async function told(
  tx: Db,
  principal: Principal,
  action: string,
  store: HeldStore,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await markStoresDue(tx, [store.id])
  await audit(tx, principal, action, { type: 'trust-store', id: store.id }, { name: store.name, ...detail })
}

async function requireOwnEntry(tx: Db, store: HeldStore, entryId: string) {
  const [entry] = isUuid(entryId)
    ? await rows<{ spkiSha256: string; subject: string | null; advisory: string | null }>(
        tx,
        `SELECT encode(d.spki_sha256, 'hex') AS "spkiSha256", d.subject, v.title AS advisory
           FROM distrust_entry d LEFT JOIN advisory v ON v.id = d.advisory_id WHERE d.id = $1 AND d.trust_store_id = $2`,
        [entryId, store.id],
      )
    : []
  if (!entry) throw new AppError('not-found', 'There is no such distrust entry')
  const { advisory, ...key } = entry
  if (advisory === null) return key
  throw new AppError('conflict', `This entry comes from the advisory “${advisory}”. Withdraw the advisory instead.`)
}

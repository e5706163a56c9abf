import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { newId, sha256 } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { guardText } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'
import { isUuid } from '../uuid.ts'
import { readAdvisory } from './advisory-file.ts'
import { settleAdvisories } from './settle-advisories.ts'

/** One store by its id, or `public`: every store of public roots, those to come included. */
export type AdvisoryScope = string

export interface ImportedAdvisory {
  readonly id: string
  readonly title: string
  /** False: this file stands for this scope already, and nothing was changed. */
  readonly changed: boolean
  /** Stores whose distrust entries changed. */
  readonly stores: number
}

/** Of `Advisory.content`. */
export const advisoryContent = z.object({ scope: z.array(z.string()), entries: z.array(z.unknown()) })

/**
 * Imports an advisory's file, once by its SHA-256: the same file again is only widened to another scope. All that
 * answers to the stores that change is made due. Throws `forbidden` below admin, `too-large`, `invalid-input`,
 * `not-found` for a store that there is not.
 */
export async function importAdvisory(
  principal: Principal,
  sent: string,
  scope: AdvisoryScope,
  now: Date = new Date(),
): Promise<ImportedAdvisory> {
  requireRole(principal, 'admin')
  const { text: file } = await guardText(principal, sent, 'advisory')
  const advisory = readAdvisory(file)
  const { title } = advisory
  const hash = sha256(file)
  return inTransaction(async (tx) => {
    // Advisories and stores are settled whole: one such deed at a time.
    await tx.query('SELECT 1 FROM trust_store ORDER BY id FOR UPDATE')
    await requireScope(tx, scope)
    const known = await findByHash(tx, hash)
    if (known?.scope.includes(scope)) return { id: known.id, title, changed: false, stores: 0 }
    const id = known?.id ?? newId(now.getTime())
    if (known) {
      await tx.query(`UPDATE advisory SET content = jsonb_set(content, '{scope}', $2::jsonb) WHERE id = $1`, [
        id,
        storableJson([...known.scope, scope]),
      ])
    } else {
      const { source, url, publishedAt, entries } = advisory
      await tx.query(
        `INSERT INTO advisory (id, sha256, title, source, url, published_at, imported_at, imported_by, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)`,
        [
          ...[id, hash, storableText(title), storableText(source), url ?? null, publishedAt, now],
          ...[storableText(principal.name), storableJson({ scope: [scope], entries })],
        ],
      )
    }
    const stores = (await settleAdvisories(tx)).length
    const detail = { title, scope, sha256: hash.toString('hex'), entries: advisory.entries.length, stores }
    await audit(tx, principal, known ? 'advisory.widen' : 'advisory.import', { type: 'advisory', id }, detail)
    return { id, title, changed: true, stores }
  })
}

/**
 * Takes an advisory back with all of its entries; what another advisory says of the same keys stands again. Throws
 * `forbidden` below admin and `not-found`.
 */
export async function withdrawAdvisory(principal: Principal, id: string): Promise<void> {
  requireRole(principal, 'admin')
  await inTransaction(async (tx) => {
    await tx.query('SELECT 1 FROM trust_store ORDER BY id FOR UPDATE')
    const [advisory] = isUuid(id)
      ? await rows<{ title: string; source: string }>(tx, 'SELECT title, source FROM advisory WHERE id = $1', [id])
      : []
    if (!advisory) throw new AppError('not-found', 'There is no such advisory')
    // Before the row goes: entries would outlive it as if they had been made by hand.
    await tx.query(`UPDATE advisory SET content = jsonb_set(content, '{scope}', '[]') WHERE id = $1`, [id])
    const stores = (await settleAdvisories(tx)).length
    await tx.query('DELETE FROM advisory WHERE id = $1', [id])
    await audit(tx, principal, 'advisory.withdraw', { type: 'advisory', id }, { ...advisory, stores })
  })
}

export async function requireScope(db: Db, scope: AdvisoryScope): Promise<void> {
  if (scope === 'public') return
  const found = isUuid(scope) ? await rows(db, 'SELECT 1 FROM trust_store WHERE id = $1', [scope]) : []
  if (found.length === 0) throw new AppError('not-found', 'There is no such trust store')
}

async function findByHash(tx: Db, hash: Buffer): Promise<{ id: string; scope: string[] } | null> {
  const [row] = await rows<{ id: string; content: unknown }>(tx, 'SELECT id, content FROM advisory WHERE sha256 = $1', [
    hash,
  ])
  return row ? { id: row.id, scope: advisoryContent.parse(row.content).scope } : null
}

import { AppError, type InputProblem } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { recordExposures } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction } from '../sql.ts'
import { storableText } from '../storable.ts'
import { type HeldStore, lockStore } from './lock-store.ts'
import { markEndpointsOfStoresDue, markIdentitiesOfStoresDue } from './mark-stores-due.ts'
import { keysOfUpload, readStoreContent, refuseContent, type StoreUpload } from './read-store-content.ts'
import { writeAnchors } from './write-anchors.ts'

export interface NewContent extends StoreUpload {
  readonly asOf?: Date
  readonly version?: string
  /** Whether the anchors take the place of those that are there (the standard), or stand beside them. */
  readonly mode?: 'replace' | 'add'
}

export interface ReplacedContent {
  readonly id: string
  readonly version: string
  readonly anchors: number
  readonly added: number
  readonly removed: number
  readonly privateKeysDropped: number
  readonly problems: readonly InputProblem[]
}

/**
 * Gives a store a new, dated version of its content, and makes all that answers to it due for judgement. Throws
 * `forbidden` below admin, `not-found`, `too-large`, `invalid-input` where there is not one certificate or the version is
 * the stored one's, `conflict` for the stores that this server fills by itself.
 */
export async function replaceStoreContent(
  principal: Principal,
  id: string,
  change: NewContent,
  now: Date = new Date(),
): Promise<ReplacedContent> {
  requireRole(principal, 'admin')
  await recordExposures(principal, keysOfUpload(change), 'upload for a trust store', now)
  return inTransaction(async (tx) => {
    const store = await lockStore(tx, id)
    refuseOwnStores(store)
    const content = readStoreContent(change, store.trustDomain)
    const version = nextVersion(store, change.version, content.version, now)
    await markEndpointsOfStoresDue(tx, [store.id])
    const written = await writeAnchors(tx, store.id, content.certificates, now, change.mode)
    const problems = [...content.problems, ...written.unreadable]
    if (written.count === 0) refuseContent(problems)
    const anchors = await dateContent(tx, store.id, version, change.asOf ?? now)
    await markIdentitiesOfStoresDue(tx, [store.id])
    const { added, removed } = written
    const { privateKeysDropped } = content
    const action = change.mode === 'add' ? 'trust-store.add-anchors' : 'trust-store.replace'
    const detail = { name: store.name, before: store.version, version, anchors, added, removed, privateKeysDropped }
    await audit(tx, principal, action, { type: 'trust-store', id: store.id }, detail)
    return { id: store.id, version, anchors, added, removed, privateKeysDropped, problems }
  })
}

/**
 * Takes certificates out of a store, by SHA-256 in hex; those that are no anchors are passed over. Returns how many were
 * removed. Throws as `replaceStoreContent` does.
 */
export async function removeAnchors(
  principal: Principal,
  id: string,
  sha256: readonly string[],
  now: Date = new Date(),
): Promise<number> {
  requireRole(principal, 'admin')
  return inTransaction(async (tx) => {
    const store = await lockStore(tx, id)
    refuseOwnStores(store)
    const removed = await tx.query(
      `DELETE FROM trust_anchor a USING certificate c
        WHERE a.trust_store_id = $1 AND c.id = a.certificate_id AND c.sha256 = ANY ($2::bytea[])`,
      [store.id, sha256.map((hash) => Buffer.from(hash, 'hex'))],
    )
    const count = removed.rowCount ?? 0
    if (count === 0) return 0
    const version = nextVersion(store, undefined, null, now)
    await markEndpointsOfStoresDue(tx, [store.id])
    await markIdentitiesOfStoresDue(tx, [store.id])
    await dateContent(tx, store.id, version, now)
    const detail = { name: store.name, before: store.version, version, removed: count, sha256 }
    await audit(tx, principal, 'trust-store.remove-anchors', { type: 'trust-store', id: store.id }, detail)
    return count
  })
}

function refuseOwnStores({ source }: HeldStore): void {
  if (source === 'runtime')
    throw new AppError(
      'conflict',
      'These roots come with the runtime. Distrust a key instead, or make a store of your own.',
    )
  if (source === 'system')
    throw new AppError('conflict', 'These roots come from the system. Distrust a key instead, or read the system anew.')
}

/** Every content has a version of its own: what was judged by an earlier one is told by it. */
function nextVersion(store: HeldStore, given: string | undefined, told: string | null, now: Date): string {
  if (given !== undefined && storableText(given) === store.version) {
    const problem = 'This is the version of the content that is there; a new content needs another one.'
    throw new AppError('invalid-input', problem, { problems: [{ at: 'version', problem }] })
  }
  const version = given ?? told ?? now.toISOString()
  return version === store.version ? `${version} (${now.toISOString()})` : storableText(version)
}

/** Returns how many anchors the store has. */
async function dateContent(tx: Db, id: string, version: string, asOf: Date): Promise<number> {
  const { rows } = await tx.query<{ anchors: number }>(
    `UPDATE trust_store s SET version = $2, as_of = $3 WHERE s.id = $1
     RETURNING (SELECT count(*)::int FROM trust_anchor a WHERE a.trust_store_id = s.id) AS anchors`,
    [id, version, asOf],
  )
  return rows[0]?.anchors ?? 0
}

import { remember } from '#lib/core/remember.ts'
import { type Anchors, readAnchors } from '#lib/x509/path/anchors.ts'
import type { Distrust } from '#lib/x509/path/find-paths.ts'
import { type Reading, readTogether } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

/** A store as paths are judged by it. */
export interface TrustContext {
  readonly id: string
  readonly name: string
  readonly publicRoots: boolean
  readonly version: string
  readonly asOf: Date
  readonly anchors: Anchors
  /** By SHA-256 of the SPKI, whether in force already or from a later date. */
  readonly distrust: ReadonlyMap<string, Distrust>
}

export interface StoreRow {
  id: string
  name: string
  publicRoots: boolean
  version: string
  asOf: Date
  /** Tells whether the anchors that are kept are still those of the store. */
  content: string
}

/** Reading the anchors of a public store takes milliseconds: they are kept while the store has the same ones. */
const kept = new Map<string, Anchors>()
const maxKept = 64

/** Stores by id; ids that there are not are left out. */
export async function loadTrustContexts(db: Db, storeIds: readonly string[]): Promise<Map<string, TrustContext>> {
  const ids = [...new Set(storeIds)]
  if (ids.length === 0) return new Map()
  const readings = { stores: trustStores(), distrust: distrustEntries() }
  const found = await readTogether<{ stores: StoreRow; distrust: DistrustRow }>(db, readings, [ids])
  return toTrustContexts(db, found.stores, found.distrust)
}

/** `ids`: the parameter that holds ids of stores. */
export const trustStores = (ids = '$1'): Reading<StoreRow> => ({
  text: `SELECT s.id, s.name, s.public_roots AS "publicRoots", s.version, s.as_of AS "asOf",
                md5(COALESCE(string_agg(a.certificate_id::text, ' ' ORDER BY a.certificate_id), '')) AS content
           FROM trust_store s LEFT JOIN trust_anchor a ON a.trust_store_id = s.id
          WHERE s.id = ANY (${ids}::uuid[]) GROUP BY s.id`,
  dates: ['asOf'],
})

/** As `trustStores`. */
export const distrustEntries = (ids = '$1'): Reading<DistrustRow> => ({
  text: `SELECT trust_store_id AS "storeId", encode(spki_sha256, 'hex') AS "spkiSha256", effective_at AS "effectiveAt", reason, source
           FROM distrust_entry WHERE trust_store_id = ANY (${ids}::uuid[])`,
  dates: ['effectiveAt'],
})

/** Stores by id, with the anchors that were read of them before; of others they are read now. */
export async function toTrustContexts(
  db: Db,
  stores: readonly StoreRow[],
  entries: readonly DistrustRow[],
): Promise<Map<string, TrustContext>> {
  await readMissing(
    db,
    stores.filter((store) => !kept.has(keyOf(store))),
  )
  const distrust = byStore(entries)
  return new Map(
    stores.map(({ content, ...store }) => [
      store.id,
      {
        ...store,
        anchors: kept.get(keyOf({ id: store.id, content })) ?? readAnchors([]),
        distrust: distrust.get(store.id) ?? new Map(),
      },
    ]),
  )
}

function keyOf({ id, content }: Pick<StoreRow, 'id' | 'content'>): string {
  return `${id} ${content}`
}

async function readMissing(db: Db, stores: readonly StoreRow[]): Promise<void> {
  if (stores.length === 0) return
  const found = await rows<{ storeId: string; ders: Buffer[] }>(
    db,
    `SELECT a.trust_store_id AS "storeId", array_agg(c.der ORDER BY c.sha256) AS ders
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id
      WHERE a.trust_store_id = ANY ($1::uuid[]) GROUP BY 1`,
    [stores.map(({ id }) => id)],
  )
  const ders = new Map(found.map((row) => [row.storeId, row.ders]))
  for (const store of stores) {
    remember(kept, maxKept, keyOf(store), readAnchors(ders.get(store.id) ?? []))
  }
}

export interface DistrustRow {
  storeId: string
  spkiSha256: string
  effectiveAt: Date
  reason: string
  source: string
}

function byStore(found: readonly DistrustRow[]): Map<string, Map<string, Distrust>> {
  const byStore = new Map<string, Map<string, Distrust>>()
  for (const { storeId, spkiSha256, effectiveAt, reason, source } of found) {
    const entries = byStore.get(storeId) ?? new Map<string, Distrust>()
    byStore.set(
      storeId,
      entries.set(spkiSha256, { effectiveAt: effectiveAt.getTime(), reason: `${reason} (${source})` }),
    )
  }
  return byStore
}

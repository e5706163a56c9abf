import { sha256, toHex } from '#lib/core/ids.ts'
import { recordCertificates } from '../observations/record-certificates.ts'
import type { Db } from '../sql.ts'

export interface WrittenAnchors {
  readonly count: number
  /** SHA-256 of those that could not be read as certificates, with why. */
  readonly unreadable: readonly { readonly sha256: string; readonly problem: string }[]
}

/** Makes these certificates the anchors of a store, and no others. */
export async function writeAnchors(
  tx: Db,
  storeId: string,
  ders: readonly Uint8Array[],
  now: Date,
): Promise<WrittenAnchors> {
  const byHash = new Map(ders.map((der) => [toHex(sha256(der)), der]))
  const { known, unreadable } = await recordCertificates(tx, byHash, now)
  const ids = [...known.values()].map((row) => row.id)
  await tx.query('DELETE FROM trust_anchor WHERE trust_store_id = $1 AND certificate_id <> ALL ($2::uuid[])', [
    storeId,
    ids,
  ])
  await tx.query(
    'INSERT INTO trust_anchor (trust_store_id, certificate_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
    [storeId, ids],
  )
  return { count: ids.length, unreadable: [...unreadable.values()].map(({ sha256, problem }) => ({ sha256, problem })) }
}

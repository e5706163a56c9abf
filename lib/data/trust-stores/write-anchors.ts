import type { InputProblem } from '#lib/core/errors.ts'
import { sha256, toHex } from '#lib/core/ids.ts'
import { recordCertificates } from '../observations/record-certificates.ts'
import type { Db } from '../sql.ts'

export interface WrittenAnchors {
  /** That could be read as certificates. */
  readonly count: number
  readonly added: number
  readonly removed: number
  /** Those that could not be read, with why. */
  readonly unreadable: readonly InputProblem[]
}

/** Makes these certificates the anchors of a store: these alone, or beside those that it has. */
export async function writeAnchors(
  tx: Db,
  storeId: string,
  ders: readonly Uint8Array[],
  now: Date,
  mode: 'replace' | 'add' = 'replace',
): Promise<WrittenAnchors> {
  const byHash = new Map(ders.map((der) => [toHex(sha256(der)), der]))
  const { known, unreadable } = await recordCertificates(tx, byHash, now)
  const ids = [...known.values()].map((row) => row.id)
  const removed =
    mode === 'add'
      ? null
      : await tx.query('DELETE FROM trust_anchor WHERE trust_store_id = $1 AND certificate_id <> ALL ($2::uuid[])', [
          storeId,
          ids,
        ])
  const added = await tx.query(
    'INSERT INTO trust_anchor (trust_store_id, certificate_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
    [storeId, ids],
  )
  return {
    count: ids.length,
    added: added.rowCount ?? 0,
    removed: removed?.rowCount ?? 0,
    unreadable: [...unreadable.values()].map(({ sha256: hash, problem }) => ({ at: `certificate ${hash}`, problem })),
  }
}

import { newId } from '#lib/core/ids.ts'
import { type Db, rows } from '../sql.ts'

/** Names that say that an environment is production where nobody says so otherwise. */
const productionName = /^(prod|production|live)$/i

/** Ids of environments by name; those that there are not are made. */
export async function ensureEnvironments(tx: Db, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(names)].sort()
  if (wanted.length === 0) return new Map()
  await tx.query(
    `INSERT INTO environment (id, name, production) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bool[]) ON CONFLICT (name) DO NOTHING`,
    [wanted.map(() => newId()), wanted, wanted.map((name) => productionName.test(name))],
  )
  const found = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM environment WHERE name = ANY ($1::text[])',
    [wanted],
  )
  return new Map(found.map((row) => [row.name, row.id]))
}

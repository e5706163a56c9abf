import { type Db, rows } from '../sql.ts'

/** Locks endpoints by id. Returns the ids that there are, and the identities that they are bound to. */
export async function lockEndpoints(tx: Db, ids: readonly string[]): Promise<{ ids: string[]; identityIds: string[] }> {
  if (ids.length === 0) return { ids: [], identityIds: [] }
  const locked = await rows<{ id: string; identityId: string | null }>(
    tx,
    'SELECT id, identity_id AS "identityId" FROM endpoint WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  )
  return { ids: locked.map((row) => row.id), identityIds: locked.flatMap((row) => row.identityId ?? []) }
}

/** Locks identities by id, after all endpoints of the same transaction (see `inTransaction`). */
export async function lockIdentities(tx: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const locked = await rows<{ id: string }>(
    tx,
    'SELECT id FROM identity WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [[...new Set(ids)]],
  )
  return locked.map((row) => row.id)
}

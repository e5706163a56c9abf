import { type Db, inTransaction, rows } from '../sql.ts'

/** The endpoints of identities: their checks look at what is on record of the identity, too. */
export async function endpointsOf(db: Db, identityIds: readonly string[]): Promise<string[]> {
  if (identityIds.length === 0) return []
  const found = await rows<{ id: string }>(
    db,
    'SELECT id FROM endpoint WHERE identity_id = ANY ($1::uuid[]) ORDER BY id',
    [[...new Set(identityIds)]],
  )
  return found.map(({ id }) => id)
}

/**
 * Makes the endpoints of identities due for judgement, after the transaction that wrote what they answer to: for writers
 * that have locked certificates, which come after endpoints (`inTransaction`). Others give `endpointsOf` to
 * `judgeOrMarkDue`.
 */
export async function markEndpointsOfDue(identityIds: readonly string[], now: Date): Promise<void> {
  if (identityIds.length === 0) return
  await inTransaction(async (tx) => {
    await tx.query(
      `UPDATE endpoint SET reevaluate_at = LEAST(reevaluate_at, $2) WHERE id IN (
         SELECT id FROM endpoint WHERE identity_id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE)`,
      [[...new Set(identityIds)], now],
    )
  })
}

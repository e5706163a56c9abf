import type { Principal } from '#lib/core/principal.ts'
import { type FoundKey, takePrivateKeys } from '#lib/x509/private-keys.ts'
import { audit } from '../audit.ts'
import { type Db, inTransaction } from '../sql.ts'
import { indexable } from '../storable.ts'

/**
 * Puts on record that private keys were sent, by the hash of their public half and where they stood; the keys are gone
 * already. In a transaction of its own: whatever becomes of the import, they were sent. What serves them is judged anew.
 */
export async function recordExposures(
  principal: Principal,
  keys: readonly FoundKey[],
  where: string,
  now: Date = new Date(),
): Promise<void> {
  if (keys.length === 0) return
  const named = keys.flatMap(({ line, spkiSha256 }) =>
    spkiSha256 === null ? [] : [{ spki: Buffer.from(spkiSha256, 'hex'), location: locationText(where, line) }],
  )
  await inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO key_exposure (spki_sha256, location, found_at, found_by)
       SELECT spki, location, $3, $4 FROM unnest($1::bytea[], $2::text[]) AS t(spki, location) ON CONFLICT DO NOTHING`,
      [named.map(({ spki }) => spki), named.map(({ location }) => location), now, indexable(principal.name)],
    )
    await markKeysDue(
      tx,
      named.map(({ spki }) => spki),
      now,
    )
    const hashes = [...new Set(keys.flatMap(({ spkiSha256 }) => spkiSha256 ?? []))]
    const detail = { where: locationText(where, null), keys: keys.length, spkiSha256: hashes.slice(0, 20) }
    await audit(tx, principal, 'key-exposure.record', { type: 'key-exposure', id: null }, detail)
  })
}

/** Takes private keys out of a text that somebody imports, and puts them on record. */
export async function guardText(
  principal: Principal,
  text: string,
  where: string,
): Promise<{ readonly text: string; readonly keys: readonly FoundKey[] }> {
  const taken = takePrivateKeys(text)
  await recordExposures(principal, taken.keys, where)
  return taken
}

/** `what, line 12`: a name from outside is cut and has one line. */
function locationText(where: string, line: number | null): string {
  const name = indexable(where.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')).slice(0, 300)
  return line === null ? name : `${name}, line ${line}`
}

/** Endpoints that serve a leaf with one of these keys, or did, and their identities, are due for judgement. */
export async function markKeysDue(tx: Db, spkis: readonly Buffer[], now: Date): Promise<void> {
  if (spkis.length === 0) return
  const serving = `SELECT a.endpoint_id FROM certificate c JOIN presence p ON p.certificate_id = c.id AND p.position = 0
      JOIN address a ON a.id = p.address_id WHERE c.spki_sha256 = ANY ($1::bytea[])`
  await tx.query(
    `UPDATE endpoint SET reevaluate_at = $2 WHERE id IN (SELECT id FROM endpoint WHERE id IN (${serving}) ORDER BY id FOR NO KEY UPDATE)`,
    [spkis, now],
  )
  await tx.query(
    `UPDATE identity SET reevaluate_at = $2 WHERE id IN (
       SELECT id FROM identity WHERE id IN (SELECT e.identity_id FROM endpoint e WHERE e.id IN (${serving}))
           OR id IN (SELECT ic.identity_id FROM issued_certificate ic JOIN certificate c ON c.id = ic.certificate_id WHERE c.spki_sha256 = ANY ($1::bytea[]))
        ORDER BY id FOR NO KEY UPDATE)`,
    [spkis, now],
  )
}

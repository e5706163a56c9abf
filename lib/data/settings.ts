import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from './require-role.ts'
import { type Db, rows } from './sql.ts'
import { storableJson } from './storable.ts'

/** A small named value, as plain JSON; null where it was never set. */
export async function findSetting(key: string, db: Db = pool()): Promise<unknown> {
  const [row] = await rows<{ value: unknown }>(db, 'SELECT value FROM setting WHERE key = $1', [key])
  return row?.value ?? null
}

/** Sets a named value. Throws `forbidden` below admin. */
export async function saveSetting(principal: Principal, key: string, value: unknown, db: Db = pool()): Promise<void> {
  requireRole(principal, 'admin')
  await db.query(
    `INSERT INTO setting (key, value, updated_at) VALUES ($1, $2::jsonb, now())
     ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, updated_at = now()`,
    [key, storableJson(value)],
  )
}

/** Removes a named value and tells whether it was there, so that a one-time secret is used once. */
export async function takeSetting(principal: Principal, key: string, db: Db = pool()): Promise<unknown> {
  requireRole(principal, 'admin')
  const [row] = await rows<{ value: unknown }>(db, 'DELETE FROM setting WHERE key = $1 RETURNING value', [key])
  return row?.value ?? null
}

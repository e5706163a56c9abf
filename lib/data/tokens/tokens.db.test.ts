import { expect, test } from 'vitest'
import { sha256 } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { createToken } from './create-token.ts'
import { listTokens } from './list-tokens.ts'
import { revokeToken } from './revoke-token.ts'
import { verifyToken } from './verify-token.ts'

testDatabase()

const viewer = { ...systemPrincipal, role: 'viewer' } as const

test('a token holds until it is revoked', async () => {
  const { id, token } = await createToken(systemPrincipal, { name: 'pipeline', role: 'analyst', expiresDays: 30 })
  expect(token).toMatch(/^cs_[\w-]{43}$/)
  expect(await verifyToken(token)).toEqual({ kind: 'token', id, name: 'pipeline', role: 'analyst' })
  await revokeToken(systemPrincipal, id)
  expect(await verifyToken(token)).toBeNull()
  await expect(revokeToken(systemPrincipal, id)).rejects.toMatchObject({ code: 'not-found' })
})

test('it is kept as a hash alone, and listed without it', async () => {
  const { id, token } = await createToken(systemPrincipal, { name: 'secret', role: 'viewer' })
  const { rows } = await pool().query(
    'SELECT token_hash, row_to_json(api_token)::text AS all FROM api_token WHERE id = $1',
    [id],
  )
  expect(rows[0].token_hash.equals(sha256(token))).toBe(true)
  expect(rows[0].all).not.toContain(token)
  expect(JSON.stringify(await listTokens(systemPrincipal))).not.toContain(token)
})

test('it ends at its expiry', async () => {
  const { id, token } = await createToken(systemPrincipal, { name: 'short', role: 'viewer', expiresDays: 1 })
  await pool().query("UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = $1", [id])
  expect(await verifyToken(token)).toBeNull()
})

test('its last use is written at most once a minute', async () => {
  const { id, token } = await createToken(systemPrincipal, { name: 'busy', role: 'viewer' })
  const lastUse = async () =>
    (await pool().query('SELECT last_used_at FROM api_token WHERE id = $1', [id])).rows[0].last_used_at
  await verifyToken(token)
  const first = await lastUse()
  await verifyToken(token)
  expect(await lastUse()).toEqual(first)
  await pool().query("UPDATE api_token SET last_used_at = now() - interval '61 seconds' WHERE id = $1", [id])
  await verifyToken(token)
  expect((await lastUse()).getTime()).toBeGreaterThanOrEqual(first.getTime())
})

test('only administrators make, list and revoke tokens', async () => {
  const { id } = await createToken(systemPrincipal, { name: 'mine', role: 'viewer' })
  await expect(createToken(viewer, { name: 'x', role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(listTokens(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(revokeToken(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
})

import { expect, test } from 'vitest'
import { newId, sha256 } from '#lib/core/ids.ts'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { setRole } from '../users/change-user.ts'
import { createUser } from '../users/create-user.ts'
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

test('an analyst makes tokens up to their own role, and sees and revokes their own alone', async () => {
  const analyst = await user('analyst')
  const other = await createToken(await user('admin'), { name: 'other', role: 'viewer' })
  await expect(createToken(analyst, { name: 'more', role: 'admin' })).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [{ at: 'role' }],
  })
  const own = await createToken(analyst, { name: 'own', role: 'analyst' })
  expect((await listTokens(analyst)).map((token) => token.id)).toEqual([own.id])
  await expect(revokeToken(analyst, other.id)).rejects.toMatchObject({ code: 'not-found' })
  await revokeToken(analyst, own.id)
  expect(await verifyToken(own.token)).toBeNull()
})

test('what a token makes falls with the power of the user behind it', async () => {
  const admin = await user('admin')
  const first = await verifyToken((await createToken(admin, { name: 'first', role: 'admin' })).token)
  if (!first) throw new Error('the token does not hold')
  const second = await createToken(first, { name: 'second', role: 'admin' })
  await setRole(systemPrincipal, (await user('admin')).id, 'admin')
  await setRole(systemPrincipal, admin.id, 'viewer')
  expect(await verifyToken(second.token)).toBeNull()
})

async function user(role: Principal['role']): Promise<Principal> {
  const id = await createUser(systemPrincipal, {
    name: role,
    email: `${newId()}@example.test`,
    password: 'correct horse battery',
    role,
  })
  return { kind: 'user', id, name: role, role }
}

test('viewers neither make, list nor revoke tokens', async () => {
  const { id } = await createToken(systemPrincipal, { name: 'mine', role: 'viewer' })
  await expect(createToken(viewer, { name: 'x', role: 'viewer' })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(listTokens(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(revokeToken(viewer, id)).rejects.toMatchObject({ code: 'forbidden' })
})

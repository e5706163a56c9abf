import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { publicJwk } from '#lib/core/jwk.ts'
import { signCompact, verifyCompact } from '#lib/core/jws.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { inTransaction } from '../sql.ts'
import { activeSigningKey, isActiveKey, listSigningKeys, rotateSigningKey, signWithActive } from './signing-keys.ts'

testDatabase('test')
beforeEach(() => {
  vi.stubEnv('COUNTERSIGN_SECRET', 'a secret for tests that is long enough')
})
afterEach(() => vi.unstubAllEnvs())

async function publicKeys() {
  return (await listSigningKeys()).map(({ jwk }) => jwk)
}

test('whoever asks first makes the key; all who ask at once get the same', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => activeSigningKey()))
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1)
  expect(await publicKeys()).toEqual(keys.slice(0, 1).map(({ privateKey }) => publicJwk(privateKey)))
  const { rows } = await pool().query("SELECT actor_kind FROM audit_entry WHERE action = 'signing-key.create'")
  expect(rows).toEqual([{ actor_kind: 'system' }])
})

test('it can be made within a transaction, and goes with it', async () => {
  const undone = inTransaction(async (tx) => {
    await activeSigningKey(tx)
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await publicKeys()).toEqual([])
})

test('the private half is sealed: the row does not hold it, and another secret does not open it', async () => {
  const { privateKey } = await activeSigningKey()
  const { rows } = await pool().query('SELECT sealed_key, public_jwk FROM signing_key')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  expect(rows[0].sealed_key.includes(seed)).toBe(false)
  expect(rows[0].public_jwk).not.toHaveProperty('d')
  vi.stubEnv('COUNTERSIGN_SECRET', 'another secret that is as long as the first')
  await expect(activeSigningKey()).rejects.toMatchObject({ code: 'unavailable' })
  await rotateSigningKey(systemPrincipal)
  expect((await activeSigningKey()).privateKey.equals(privateKey)).toBe(false)
})

test('a sealed key that was changed, or moved to another id, is not opened', async () => {
  const { kid } = await activeSigningKey()
  await rotateSigningKey(systemPrincipal)
  await pool().query(
    'UPDATE signing_key SET sealed_key = (SELECT sealed_key FROM signing_key WHERE id = $1) WHERE id <> $1',
    [kid],
  )
  await expect(activeSigningKey()).rejects.toMatchObject({ code: 'unavailable' })
})

test('after a rotation a new key signs, and what the old one signed is still verified', async () => {
  const old = await activeSigningKey()
  const before = signCompact(Buffer.from('before'), 'x', old)
  const kid = await rotateSigningKey(systemPrincipal)
  const now = await activeSigningKey()
  expect(now.kid).toBe(kid)
  const keys = await publicKeys()
  expect(keys.map((key) => key.kid)).toEqual([kid, old.kid])
  expect(verifyCompact(before, keys).ok).toBe(true)
  expect(verifyCompact(signCompact(Buffer.from('after'), 'x', now), keys).ok).toBe(true)
  expect((await listSigningKeys()).map(({ retiredAt }) => retiredAt === null)).toEqual([true, false])
})

test('rotations at once leave one key that signs', async () => {
  await Promise.all(Array.from({ length: 4 }, () => rotateSigningKey(systemPrincipal)))
  const keys = await listSigningKeys()
  expect([keys.length, keys.filter(({ retiredAt }) => retiredAt === null).length]).toEqual([4, 1])
  const { rows } = await pool().query("SELECT count(*)::int FROM audit_entry WHERE action = 'signing-key.rotate'")
  expect(rows[0].count).toBe(4)
})

test('a key that another process has rotated since puts nothing on record; the new one does', async () => {
  const tried: string[] = []
  const record = () =>
    signWithActive(async ({ kid }) => {
      tried.push(kid)
      const { rows } = await pool().query(`SELECT 1 WHERE ${isActiveKey('$1')}`, [kid])
      return rows.length === 0 ? null : kid
    })
  const first = await record()
  expect(await record()).toBe(first)
  const second = await rotateSigningKey(systemPrincipal)
  expect(await record()).toBe(second)
  expect(await record()).toBe(second)
  expect(tried).toEqual([first, first, first, second, second])
  vi.stubEnv('COUNTERSIGN_SECRET', 'another secret that is as long as the first')
  await expect(record()).rejects.toMatchObject({ code: 'unavailable' })
})

test('only administrators rotate', async () => {
  for (const role of ['viewer', 'analyst'] as const)
    await expect(rotateSigningKey({ ...systemPrincipal, role })).rejects.toMatchObject({ code: 'forbidden' })
  expect(await publicKeys()).toEqual([])
})

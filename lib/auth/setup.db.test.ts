import { beforeEach, expect, test } from 'vitest'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { completeSetup, ensureFirstAdministrator, ensureSetupLink, isSetupToken } from './setup.ts'

testDatabase('test')

const ada = { name: 'Ada', email: 'Ada@Example.test', password: 'correct horse battery' }

let token: string

beforeEach(async () => {
  token = new URL((await ensureSetupLink()) ?? '').searchParams.get('token') ?? ''
})

async function users() {
  return (await pool().query('SELECT name, email, role FROM app_user')).rows
}

test('the link makes one administrator, and then there is no link any more', async () => {
  expect(await isSetupToken(token)).toBe(true)
  await completeSetup(token, ada)
  expect(await users()).toEqual([{ name: 'Ada', email: 'ada@example.test', role: 'admin' }])
  expect(await isSetupToken(token)).toBe(false)
  await expect(completeSetup(token, { ...ada, email: 'eve@example.test' })).rejects.toMatchObject({ code: 'not-found' })
  expect(await ensureSetupLink()).toBeNull()
})

test('of many submits at once one makes the administrator', async () => {
  const submits = Array.from({ length: 8 }, (_, n) => completeSetup(token, { ...ada, email: `a${n}@example.test` }))
  const results = await Promise.allSettled(submits)
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect(await users()).toHaveLength(1)
})

test('a wrong token and one replaced by a newer link make nobody, and leave the newer one good', async () => {
  const newer = new URL((await ensureSetupLink()) ?? '').searchParams.get('token') ?? ''
  for (const bad of [token, '', 'x'.repeat(43)]) {
    await expect(completeSetup(bad, ada)).rejects.toMatchObject({ code: 'not-found' })
  }
  expect(await users()).toEqual([])
  await completeSetup(newer, ada)
})

test('a link expires', async () => {
  await pool().query(
    `UPDATE setting SET value = jsonb_set(value, '{expiresAt}', '"2020-01-01T00:00:00.000Z"') WHERE key = 'setup'`,
  )
  await expect(completeSetup(token, ada)).rejects.toMatchObject({ code: 'not-found' })
})

test('faulty fields are named and do not use the link up', async () => {
  await expect(completeSetup(token, { name: ' ', email: 'ada', password: 'short' })).rejects.toMatchObject({
    code: 'invalid-input',
    problems: [{ at: 'name' }, { at: 'email' }, { at: 'password' }],
  })
  expect(await isSetupToken(token)).toBe(true)
})

test('the token itself is stored nowhere', async () => {
  const { rows } = await pool().query('SELECT value FROM setting')
  expect(JSON.stringify(rows)).not.toContain(token)
})

test('a scripted set-up makes its administrator once, ends the link, and changes nobody who is there', async () => {
  await ensureFirstAdministrator('root@example.test', ada.password)
  await ensureFirstAdministrator('other@example.test', ada.password)
  expect(await users()).toEqual([{ name: 'Administrator', email: 'root@example.test', role: 'admin' }])
  expect(await isSetupToken(token)).toBe(false)
})

import { verifyPassword } from 'better-auth/crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Principal, systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { createToken } from '../tokens/create-token.ts'
import { verifyToken } from '../tokens/verify-token.ts'
import { changePassword, resetPassword } from './change-password.ts'
import { disableUser, enableUser, setRole } from './change-user.ts'
import { createUser } from './create-user.ts'
import { listUsers } from './list-users.ts'
import { signInLimit } from './sign-in-limit.ts'

testDatabase('test')

const password = 'correct horse battery'
let root: Principal
let analyst: Principal

beforeEach(async () => {
  root = await user('Root', 'admin')
  analyst = await user('Ana', 'analyst')
})

async function user(name: string, role: Principal['role']): Promise<Principal> {
  const id = await createUser(systemPrincipal, { name, email: `${name}@example.test`, password, role })
  return { kind: 'user', id, name, role }
}

async function passwordHolds(id: string, candidate: string): Promise<boolean> {
  const { rows } = await pool().query('SELECT password FROM account WHERE user_id = $1', [id])
  return verifyPassword({ hash: rows[0].password, password: candidate })
}

test('only administrators make, change and list users', async () => {
  const attempts = [
    createUser(analyst, { name: 'Eve', email: 'eve@example.test', password, role: 'admin' }),
    setRole(analyst, analyst.id, 'admin'),
    disableUser(analyst, root.id),
    enableUser(analyst, root.id),
    resetPassword(analyst, root.id, password),
    listUsers(analyst),
  ]
  for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'forbidden' })
})

test('one address belongs to one user, whatever its case', async () => {
  const again = createUser(root, { name: 'Second', email: ' ANA@example.test ', password, role: 'viewer' })
  await expect(again).rejects.toMatchObject({ code: 'conflict', problems: [{ at: 'email' }] })
  expect(await listUsers(root)).toHaveLength(2)
})

describe('the last administrator', () => {
  test('can be neither demoted nor disabled', async () => {
    await expect(setRole(root, root.id, 'viewer')).rejects.toMatchObject({ code: 'conflict' })
    await expect(disableUser(root, root.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('stays even where two remove each other at once', async () => {
    const second = await user('Second', 'admin')
    const results = await Promise.allSettled([setRole(root, second.id, 'viewer'), disableUser(second, root.id)])
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const left = (await listUsers(systemPrincipal)).filter((one) => one.role === 'admin' && !one.disabled)
    expect(left).toHaveLength(1)
  })

  test('is counted among those who can sign in', async () => {
    const second = await user('Second', 'admin')
    await disableUser(root, second.id)
    await expect(setRole(root, root.id, 'viewer')).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('who is demoted or disabled loses the tokens above their role', async () => {
  const second = await user('Second', 'admin')
  const high = await createToken(second, { name: 'high', role: 'admin' })
  const low = await createToken(second, { name: 'low', role: 'viewer' })
  await setRole(root, second.id, 'analyst')
  expect([await verifyToken(high.token), (await verifyToken(low.token))?.name]).toEqual([null, 'low'])
  await disableUser(root, second.id)
  expect(await verifyToken(low.token)).toBeNull()
})

test('a password is changed by who knows it; sessions end', async () => {
  await pool().query(
    "INSERT INTO session (id, token, user_id, expires_at) VALUES ('s', 't', $1, now() + interval '1 day')",
    [analyst.id],
  )
  await expect(changePassword(analyst, { current: 'not it', password: 'another good password' })).rejects.toMatchObject(
    {
      problems: [{ at: 'current' }],
    },
  )
  await expect(changePassword(analyst, { current: password, password: 'short' })).rejects.toMatchObject({
    problems: [{ at: 'password' }],
  })
  await changePassword(analyst, { current: password, password: 'another good password' })
  expect(await passwordHolds(analyst.id, 'another good password')).toBe(true)
  expect((await pool().query('SELECT 1 FROM session')).rows).toEqual([])
})

test('a present password cannot be guessed by whoever holds a session', async () => {
  const next = 'another good password'
  for (let guess = 1; guess <= signInLimit.attempts; guess += 1) {
    await expect(changePassword(analyst, { current: `guess ${guess}`, password: next })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  }
  await expect(changePassword(analyst, { current: password, password: next })).rejects.toMatchObject({
    code: 'rate-limited',
  })
  expect(await passwordHolds(analyst.id, password)).toBe(true)
  const failures = await pool().query(`SELECT detail FROM audit_entry WHERE action = 'user.change-password-failed'`)
  expect(failures.rows.at(-1)).toEqual({ detail: { reason: 'too-many' } })
  expect(JSON.stringify(failures.rows)).not.toContain('guess')
  await changePassword(root, { current: password, password: next })
  await pool().query('UPDATE rate_limit SET last_request = last_request - $1', [signInLimit.windowMs])
  await changePassword(analyst, { current: password, password: next })
})

test('every change of a user is in the audit log, without the password', async () => {
  await setRole(root, analyst.id, 'viewer')
  await resetPassword(root, analyst.id, 'another good password')
  await disableUser(root, analyst.id)
  const { rows } = await pool().query(
    'SELECT action, actor_id, detail FROM audit_entry WHERE object_id = $1 ORDER BY id',
    [analyst.id],
  )
  expect(rows.map((row) => row.action)).toEqual([
    'user.create',
    'user.set-role',
    'user.change-password',
    'user.disable',
  ])
  expect(rows.slice(1).every((row) => row.actor_id === root.id)).toBe(true)
  expect(JSON.stringify(rows)).not.toContain('another good')
})

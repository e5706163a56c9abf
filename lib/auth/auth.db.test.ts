import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { log } from '#lib/core/log.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createToken } from '#lib/data/tokens/create-token.ts'
import { disableUser, setRole } from '#lib/data/users/change-user.ts'
import { createUser } from '#lib/data/users/create-user.ts'
import { signInLimit } from '#lib/data/users/sign-in-limit.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { auth } from './auth.ts'
import { authenticateRequest } from './authenticate.ts'

testDatabase('test')

const password = 'correct horse battery'
const origin = 'http://localhost:3000'

beforeAll(() => {
  vi.stubEnv('COUNTERSIGN_SECRET', 'a secret for tests that is long enough')
  vi.stubEnv('PORT', '3000')
  vi.spyOn(log, 'warn').mockReturnValue()
})

let userId: string
let address = 0

beforeEach(async () => {
  userId = await createUser(systemPrincipal, { name: 'Ada', email: 'ada@example.test', password, role: 'analyst' })
})

function signIn(body: { email: string; password: string }, headers: Record<string, string> = {}) {
  address += 1
  return auth().handler(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        'x-forwarded-for': `10.0.${address >> 8}.${address & 255}`,
        ...headers,
      },
      body: JSON.stringify(body),
    }),
  )
}

async function cookieOf(response: Response): Promise<string> {
  expect(response.status).toBe(200)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function audited() {
  const { rows } = await pool().query(
    "SELECT action, object_id, detail FROM audit_entry WHERE action LIKE 'user.sign%' ORDER BY id",
  )
  return rows
}

describe('signing in by password', () => {
  test('gives a session that authenticates requests, with the role of this moment', async () => {
    const cookie = await cookieOf(await signIn({ email: 'Ada@Example.test', password }))
    const request = () => new Request(`${origin}/api/v1/me`, { headers: { cookie } })
    expect(await authenticateRequest(request())).toEqual({ kind: 'user', id: userId, name: 'Ada', role: 'analyst' })
    await setRole(systemPrincipal, userId, 'viewer')
    expect(await authenticateRequest(request())).toMatchObject({ role: 'viewer' })
    expect(await audited()).toMatchObject([{ action: 'user.sign-in', object_id: userId }])
  })

  test('keeps the cookie from scripts and from other sites’ requests', async () => {
    const response = await signIn({ email: 'ada@example.test', password })
    expect(response.headers.getSetCookie()[0]).toMatch(/^countersign\.session_token=.*HttpOnly; SameSite=Lax/)
  })

  test('answers a wrong password and an unknown address alike, and audits the one that is a user', async () => {
    const wrong = await signIn({ email: 'ada@example.test', password: 'wrong password here' })
    const unknown = await signIn({ email: 'nobody@example.test', password })
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.text()).toBe(await unknown.text())
    expect(await audited()).toEqual([
      { action: 'user.sign-in-failed', object_id: userId, detail: { reason: 'wrong-password' } },
    ])
  })

  test('is refused to a disabled user, whose open sessions end', async () => {
    const cookie = await cookieOf(await signIn({ email: 'ada@example.test', password }))
    await disableUser(systemPrincipal, userId)
    const request = new Request(`${origin}/api/v1/me`, { headers: { cookie } })
    await expect(authenticateRequest(request)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await signIn({ email: 'ada@example.test', password })).status).toBe(403)
  })

  test('stops after too many attempts at one account from ever new addresses, even all at once', async () => {
    const attempts = Array.from({ length: signInLimit.attempts + 5 }, () =>
      signIn({ email: 'ada@example.test', password: 'wrong' }),
    )
    const statuses = (await Promise.all(attempts)).map((response) => response.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(signInLimit.attempts)
    expect(statuses.filter((status) => status === 429)).toHaveLength(5)
    expect((await signIn({ email: 'ada@example.test', password })).status).toBe(429)
  })

  test('stops after too many attempts from one address', async () => {
    const statuses: number[] = []
    for (let n = 0; n < 21; n += 1) {
      const response = await signIn(
        { email: `u${n}@example.test`, password: 'wrong' },
        { 'x-forwarded-for': '10.9.9.9' },
      )
      statuses.push(response.status)
    }
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.slice(0, 20)).not.toContain(429)
  })

  test('is not taken from another site', async () => {
    expect((await signIn({ email: 'ada@example.test', password }, { origin: 'https://evil.example' })).status).toBe(403)
  })
})

test('nobody can sign up', async () => {
  const response = await auth().handler(
    new Request(`${origin}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ name: 'Eve', email: 'eve@example.test', password }),
    }),
  )
  expect(response.status).toBe(400)
  expect((await pool().query('SELECT count(*)::int AS n FROM app_user')).rows).toEqual([{ n: 1 }])
})

describe('authenticating a request', () => {
  function change(headers: Record<string, string>) {
    return new Request(`${origin}/api/v1/scans`, { method: 'POST', headers: { host: 'localhost:3000', ...headers } })
  }

  test('a change by session cookie is taken from this site’s pages alone', async () => {
    const cookie = await cookieOf(await signIn({ email: 'ada@example.test', password }))
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin }, { origin: 'http://localhost:3000' }]) {
      expect(await authenticateRequest(change({ cookie, ...headers }))).toMatchObject({ id: userId })
    }
    const foreign = [{}, { origin: 'null' }, { origin: 'https://evil.example' }, { origin: 'http://localhost:3001' }]
    const sites = ['same-site', 'cross-site', 'none'].map((site) => ({ 'sec-fetch-site': site, origin }))
    for (const headers of [...foreign, ...sites]) {
      await expect(authenticateRequest(change({ cookie, ...headers }))).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('a bearer token stands for itself and needs no proof of origin', async () => {
    const { token, id } = await createToken(systemPrincipal, { name: 'pipeline', role: 'viewer' })
    const principal = await authenticateRequest(change({ authorization: `Bearer ${token}` }))
    expect(principal).toEqual({ kind: 'token', id, name: 'pipeline', role: 'viewer' })
  })

  test('a bad Authorization header is refused even beside a good cookie', async () => {
    const cookie = await cookieOf(await signIn({ email: 'ada@example.test', password }))
    for (const authorization of ['', 'Bearer', `Bearer cs_${'x'.repeat(43)}`, 'Basic YTpi']) {
      const request = new Request(`${origin}/api/v1/me`, { headers: { cookie, authorization } })
      await expect(authenticateRequest(request)).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  })

  test('a forged cookie is nobody', async () => {
    const request = new Request(`${origin}/api/v1/me`, { headers: { cookie: 'countersign.session_token=abc.def' } })
    await expect(authenticateRequest(request)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

import { beforeAll, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createUser } from '#lib/data/users/create-user.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { handleAuthRequest } from './ask-auth.ts'
import { principalOfSession } from './session-principal.ts'

testDatabase()

const password = 'correct horse battery'
// Not the public name of the product, which is http://localhost:3000 here.
const reached = 'http://127.0.0.1:3000'

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SECRET', 'a secret for tests that is long enough')
  await createUser(systemPrincipal, { name: 'Ada', email: 'ada@example.test', password, role: 'viewer' })
})

function post(path: string, body: unknown, headers: Record<string, string> = { origin: reached }) {
  const all = { host: '127.0.0.1:3000', 'content-type': 'application/json', ...headers }
  return handleAuthRequest(
    new Request(`${reached}/api/auth${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) }),
  )
}

test('one signs in and out from our own pages, under whatever name the product is reached', async () => {
  const signedIn = await post('/sign-in/email', { email: 'ada@example.test', password })
  expect(signedIn.status).toBe(200)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  expect(await principalOfSession(new Headers({ cookie }))).toMatchObject({ name: 'Ada' })
  expect((await post('/sign-out', {}, { origin: reached, cookie })).status).toBe(200)
  expect(await principalOfSession(new Headers({ cookie }))).toBeNull()
})

test('other sites, and programs that name no site, are refused', async () => {
  const credentials = { email: 'ada@example.test', password }
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site', origin: reached }, {}]) {
    expect((await post('/sign-in/email', credentials, headers)).status).toBe(403)
  }
})

test('nothing else of better-auth is open', async () => {
  for (const path of [
    '/sign-up/email',
    '/admin/create-user',
    '/admin/set-role',
    '/change-password',
    '/update-user',
    '/sign-in/email/',
    '',
  ]) {
    expect((await post(path, {})).status).toBe(404)
  }
})

test('a body that is no JSON, or too long, is refused', async () => {
  const headers = { host: '127.0.0.1:3000', origin: reached, 'content-type': 'application/json' }
  const broken = new Request(`${reached}/api/auth/sign-in/email`, { method: 'POST', headers, body: '{"email":' })
  expect((await handleAuthRequest(broken)).status).toBe(400)
  const long = { ...headers, 'content-length': '20000' }
  const tooLong = new Request(`${reached}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: long,
    body: 'x'.repeat(20_000),
  })
  expect((await handleAuthRequest(tooLong)).status).toBe(413)
})

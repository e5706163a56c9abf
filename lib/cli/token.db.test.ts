import { afterEach, expect, test, vi } from 'vitest'
import { verifyToken } from '#lib/data/tokens/verify-token.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { token } from './token.ts'

testDatabase()
afterEach(() => vi.restoreAllMocks())

async function run(...args: string[]) {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const code = await token(args)
  return { code, out: out.mock.calls.map(String).join(''), err: err.mock.calls.map(String).join('') }
}

test('prints a token that works, alone on standard output', async () => {
  const { code, out } = await run('create', '--name', 'pipeline', '--role', 'analyst', '--expires-days', '30')
  expect(code).toBe(0)
  expect(await verifyToken(out.trim())).toMatchObject({ kind: 'token', name: 'pipeline', role: 'analyst' })
})

test.each([
  [['create', '--role', 'viewer'], /--name/],
  [['create', '--name', 'x', '--role', 'root'], /--role is one of viewer, analyst, admin/],
  [['create', '--name', 'x', '--role', 'viewer', '--expires-days', 'soon'], /--expires-days/],
  [['create', '--name', 'x', '--role', 'viewer', '--expires-days', '0'], /expiresDays/],
  [['create', '--name', 'x', '--nonsense'], /Usage: countersign token create/],
  [['list'], /Usage/],
])('%j ends with 2 and says what is wrong', async (args, message) => {
  expect(await run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) })
})

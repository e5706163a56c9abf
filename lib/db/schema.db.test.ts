import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { program, toolEnvironment } from '#lib/cli/programs.ts'
import { testDatabase } from '#lib/testing/database.ts'

const database = testDatabase()

/** Exit 0: no difference; 2: a difference, listed on standard output. */
function diff(from: readonly string[]): { readonly status: number | null; readonly output: string } {
  const args = ['migrate', 'diff', ...from, '--to-schema', 'prisma/schema.prisma', '--exit-code']
  const done = spawnSync(process.execPath, [program('prisma'), ...args], {
    env: toolEnvironment({ DATABASE_URL: database.url() }),
    encoding: 'utf8',
  })
  return { status: done.status, output: done.stdout + done.stderr }
}

test('the migrations make exactly the schema', { timeout: 60_000 }, () => {
  expect(diff(['--from-migrations', 'prisma/migrations'])).toMatchObject({ status: 0 })
})

test('so does our own runner', { timeout: 60_000 }, () => {
  expect(diff(['--from-config-datasource'])).toMatchObject({ status: 0 })
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { program } from '#lib/cli/programs.ts'

const rule = './lib/testing/architecture/no-type-assertion.grit'
let folder = ''

/** A folder under the project's own rules. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-lint-'))
  const config = readFileSync('biome.json', 'utf8')
    .replace(rule, resolve(rule))
    .replace('"vcs": { "enabled": true', '"vcs": { "enabled": false')
  writeFileSync(join(folder, 'biome.json'), config)
  writeFileSync(join(folder, 'a.ts'), 'export const a = 1\n')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function lint(text: string): { readonly status: number | null; readonly output: string } {
  writeFileSync(join(folder, 'planted.ts'), text)
  const done = spawnSync(process.execPath, [program('biome'), 'lint', 'planted.ts'], { cwd: folder, encoding: 'utf8' })
  return { status: done.status, output: done.stdout + done.stderr }
}

test.each([
  ['a type assertion', 'export const a = JSON.parse("1") as number\n', 'No type assertion'],
  ['any', 'export function a(b: any) {\n  return b\n}\n', 'noExplicitAny'],
  ['a non-null assertion', 'export const a = process.env.A!\n', 'noNonNullAssertion'],
  ['an import without its ending', "import { a } from './a'\n\nexport { a }\n", 'useImportExtensions'],
  ['a floating promise', 'export function a() {\n  Promise.resolve(1)\n}\n', 'noFloatingPromises'],
  ['an enum', 'export enum A {\n  b,\n}\n', 'noEnum'],
])('the lint bites on %s', (_, text, name) => {
  const { status, output } = lint(text)
  expect(output).toContain(name)
  expect(status).not.toBe(0)
})

test('the lint lets `as const` and renamed imports pass', () => {
  const text = "import { join as path } from 'node:path'\n\nexport const a = [\n  path('a'),\n] as const\n"
  expect(lint(text)).toMatchObject({ status: 0 })
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkGroups, factSources, rungs } from '#lib/checks/contract.ts'
import { effectivePolicy } from '#lib/checks/policy.ts'
import { severities as knownSeverities } from '#lib/core/severity.ts'
import { vectorFolder } from '#lib/testing/certificates/vectors.ts'
import { catalogue, findCheck } from './index.ts'

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
const checkFiles = files.filter((path) => path.includes('/') && path.endsWith('.ts') && !path.endsWith('.test.ts'))

/** A linter for the checks: what each of them has to be so that the rest of the product can rely on it. */
describe('the catalogue', () => {
  test('lists every file once, under its id, in the folder of its group', () => {
    expect(catalogue.map(({ id, group }) => `${group}/${id}.ts`).sort()).toEqual([...checkFiles].sort())
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length)
  })
  test('has a test beside every check', () => {
    const tests = files.filter((path) => path.endsWith('.test.ts')).map((path) => path.replace('.test.ts', '.ts'))
    expect(checkFiles.filter((path) => !tests.includes(path))).toEqual([])
  })
  test('has its outcomes proven by their cases, which hold it to name the certificate that failed', () => {
    for (const path of checkFiles) {
      const source = readFileSync(new URL(path.replace('.ts', '.test.ts'), folder), 'utf8')
      expect(source, path).toMatch(/^(endpoint|identity)Cases\(/m)
    }
  })
  test('stands in the order of its groups', () => {
    const order = catalogue.map(({ group }) => checkGroups.indexOf(group))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })
  test('finds a check by its id, and none that it does not know', () => {
    for (const check of catalogue) expect(findCheck(check.id)).toBe(check)
    expect(findCheck('never-was')).toBeNull()
  })
  test('can prove every rung', () => {
    const decided = new Set(
      catalogue.flatMap(({ rung, rungRole }) => (rung === undefined || rungRole === 'breaks' ? [] : [rung])),
    )
    expect([...decided].sort()).toEqual([...rungs].sort())
  })
  test('names no id of a check outside of its own file', () => {
    const ids = catalogue.map(({ id }) => id)
    for (const path of checkFiles) {
      const source = readFileSync(new URL(path, folder), 'utf8')
      const own = basename(path, '.ts')
      expect(
        ids.filter((id) => id !== own && source.includes(`'${id}'`)),
        path,
      ).toEqual([])
    }
  })
})

/** Fields that say when to look, what a failure weighs and by when it is due: they count for every check alike. */
const everywhere = new Set([
  'scanIntervalSeconds',
  'scanDepth',
  'postureIntervalSeconds',
  'mtlsIntervalSeconds',
  'severityOverrides',
  'dueDays',
])
const judgedFields = Object.keys(effectivePolicy(null, null)).filter((field) => !everywhere.has(field))

/** Where the list of checks that was agreed on lies, beside the vectors; it is no part of the project. */
const agreedFile = join(vectorFolder, '../reference/checks-draft.json')
if (!existsSync(agreedFile)) console.info(`skipped: the list of agreed checks is not on this machine`)

test.skipIf(!existsSync(agreedFile))('the catalogue holds every check that was agreed on', () => {
  const { checks } = z
    .object({ checks: z.array(z.object({ id: z.string(), group: z.string() })) })
    .parse(JSON.parse(readFileSync(agreedFile, 'utf8')))
  const held = new Map<string, string>(catalogue.map(({ id, group }) => [id, group]))
  expect(checks.filter(({ id, group }) => held.get(id) !== group)).toEqual([])
})

/** The source of a check with that of the rules that it shares with others, without its table of severities. */
function bodyOf(source: string): string {
  const shared = [...source.matchAll(/from '#(lib\/checks\/[a-z0-9-]+\.ts)'/g)].map(([, path]) =>
    readFileSync(new URL(`../../../${path}`, folder), 'utf8'),
  )
  return [source.replace(/const severities = \{[^}]*\}/, ''), ...shared].join('\n')
}

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const source = readFileSync(new URL(`${check.group}/${id}.ts`, folder), 'utf8')
  test('says what, why and what to do, in sentences', () => {
    expect(check.title).toMatch(/^[A-Z].{8,100}[^.]$/)
    expect(check.why).toMatch(/^[A-Z].{59,320}\.$/)
    expect(check.fix).toMatch(/^[A-Z].{79,900}\.$/)
  })
  test('has its own severities, each in use', () => {
    const grades = Object.entries(check.severities)
    expect(grades.length).toBeGreaterThan(0)
    const body = bodyOf(source)
    for (const [grade, severity] of grades) {
      expect(knownSeverities).toContain(severity)
      expect(body, grade).toContain(`'${grade}'`)
    }
  })
  test('names the facts that it needs, and the fields of the policy that it judges by', () => {
    expect(check.needs.length).toBeGreaterThan(0)
    expect(check.needs).toEqual(factSources.filter((one) => check.needs.includes(one)))
    const code = source.slice(source.indexOf('  evaluate'))
    const read = judgedFields.filter((field) =>
      new RegExp(`policy\\.${field}\\b|\\b${field}\\b[^}]*\\} = (context\\.)?policy`).test(code),
    )
    expect(read.filter((field) => !check.parameters?.some((one) => one === field))).toEqual([])
  })
  test('cites by https alone, and at least once', () => {
    expect(check.references.length).toBeGreaterThan(0)
    for (const { label, url, note } of check.references) {
      expect(label).not.toBe('')
      expect(new URL(url).protocol).toBe('https:')
      if (note !== undefined) expect(note).toMatch(/^[A-Z0-9].{29,500}\.$/)
    }
  })
  test('speaks to controls, each once and with its reason', () => {
    expect(check.controls.length).toBeGreaterThan(0)
    for (const { rationale } of check.controls) expect(rationale).not.toBe('')
    const keys = check.controls.map(({ framework, control }) => `${framework} ${control}`)
    expect(new Set(keys).size).toBe(keys.length)
  })
  test('has no role on a rung that it does not name', () => {
    expect(check.rungRole === undefined || check.rung !== undefined).toBe(true)
  })
})

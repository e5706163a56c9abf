import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkGroups, rungs } from '#lib/checks/contract.ts'
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

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const source = readFileSync(new URL(`${check.group}/${id}.ts`, folder), 'utf8')
  test('says what, why and what to do, in sentences', () => {
    expect(check.title).toMatch(/^[A-Z].{8,100}[^.]$/)
    expect(check.why).toMatch(/^[A-Z].{30,}\.$/)
    expect(check.fix).toMatch(/^[A-Z].{30,}\.$/)
  })
  test('has its own severities, each in use', () => {
    const grades = Object.keys(check.severities)
    expect(grades.length).toBeGreaterThan(0)
    const body = source.slice(source.indexOf('evaluate:'))
    const byHelper = /gradeByEnvironment|judgeEnvironments/.test(body) ? ['production', 'elsewhere'] : []
    expect(grades.filter((grade) => !byHelper.includes(grade) && !body.includes(`'${grade}'`))).toEqual([])
  })
  test('cites by https alone, and at least once', () => {
    expect(check.references.length).toBeGreaterThan(0)
    for (const { label, url } of check.references) {
      expect(label).not.toBe('')
      expect(new URL(url).protocol).toBe('https:')
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { summary, tallyPlaywright, tallyVitest } from './tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-tally-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let reports = 0

function written(report: unknown): string {
  reports += 1
  const path = join(folder, `report-${reports}.json`)
  writeFileSync(path, JSON.stringify(report))
  return path
}

const file = (name: string, ...statuses: string[]) => ({
  name,
  status: statuses.includes('failed') || statuses.length === 0 ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
})

const allParts = [
  file('a.test.ts', 'passed', 'passed'),
  file('a.db.test.ts', 'passed'),
  file('a.component.test.tsx', 'passed'),
]

test('counts what passed, failed and was skipped over all parts', () => {
  const vitest = tallyVitest(written({ testResults: [...allParts, file('b.test.ts', 'failed', 'skipped')] }))
  const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 0 }
  const { lines, failed } = summary([vitest, tallyPlaywright(written({ stats, errors: [] }))])
  expect(lines).toEqual(['1 skipped', '9 passed, 3 failed'])
  expect(failed).toBe(3)
})

test('a part that ran nothing, a file that can’t be read in and a missing report are failures', () => {
  expect(summary([tallyVitest(written({ testResults: allParts.slice(0, 2) }))]).lines).toEqual([
    'Fault: no component test ran',
    '3 passed, 1 failed',
  ])
  expect(summary([tallyVitest(written({ testResults: [...allParts, file('c.test.ts')] }))]).failed).toBe(1)
  expect(summary([tallyPlaywright(join(tmpdir(), 'absent', 'report.json'))]).failed).toBe(1)
  const nothing = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 2 }, errors: [] }
  expect(summary([tallyPlaywright(written(nothing))]).lines).toContain('Fault: no browser test ran')
})

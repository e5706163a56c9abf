import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failedChecks } from './check-steps.ts'
import { runStep } from './steps.ts'
import { summary, type Tally, tallyPlaywright, tallyVitest } from './tally.ts'

// `npm test`: checks, then vitest (unit, database, component), then the browser. Every part runs whatever the one
// before said; the last line counts them all.
const folder = mkdtempSync(join(tmpdir(), 'countersign-reports-'))

async function vitest(): Promise<Tally> {
  const report = join(folder, 'vitest.json')
  const ok = await runStep({
    title: 'Unit, component and database tests',
    tool: 'vitest',
    args: ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    live: true,
  })
  return withExit(tallyVitest(report), ok, 'vitest')
}

async function playwright(): Promise<Tally> {
  const report = join(folder, 'playwright.json')
  const ok = await runStep({
    title: 'Browser tests',
    tool: 'playwright',
    args: ['test'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    live: true,
  })
  return withExit(tallyPlaywright(report), ok, 'Playwright')
}

/** A tool that failed although it counted no failure has seen something outside of the tests. */
function withExit(tally: Tally, ok: boolean, tool: string): Tally {
  const unexplained = !ok && tally.failed === 0 && tally.faults.length === 0
  return unexplained ? { ...tally, faults: [`${tool} failed outside of its tests; see above`] } : tally
}

const checks = await failedChecks()
const tallies = [
  { passed: 0, failed: 0, skipped: 0, faults: checks.map((title) => `the check "${title}" failed`) },
  await vitest(),
  await playwright(),
]
rmSync(folder, { recursive: true, force: true })
const { lines, failed } = summary(tallies)
process.stdout.write(`\n${lines.join('\n')}\n`)
process.exit(failed === 0 ? 0 : 1)

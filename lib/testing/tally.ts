import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What is wrong beside failed tests, one line each. */
  readonly faults: readonly string[]
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.object({ message: z.string().optional() })),
})

/** The parts of the suite; each has to have run something. A file belongs to the first part that it matches. */
const vitestParts = [
  ['database', /\.db\.test\.ts$/],
  ['component', /\.component\.test\.tsx$/],
  ['unit', /\.test\.ts$/],
] as const

/** Counts a vitest JSON report. A file that could not be read in is a fault: its tests never ran. */
export function tallyVitest(path: string): Tally {
  const report = readReport(path, vitestReport)
  if (!report) return noReport('vitest')
  const statuses = report.testResults.flatMap((file) => file.assertionResults.map((test) => test.status))
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const ran = new Set(
    report.testResults.filter((file) => file.assertionResults.length > 0).map((file) => partOf(file.name)),
  )
  const idle = vitestParts.map(([part]) => part).filter((part) => !ran.has(part))
  return {
    passed: statuses.filter((status) => status === 'passed').length,
    failed: statuses.filter((status) => status === 'failed').length,
    skipped: statuses.filter((status) => status !== 'passed' && status !== 'failed').length,
    faults: [...broken.map((file) => `${file.name} could not be run`), ...idle.map((part) => `no ${part} test ran`)],
  }
}

/** Counts a Playwright JSON report. A test that passed only when repeated has failed. */
export function tallyPlaywright(path: string): Tally {
  const report = readReport(path, playwrightReport)
  if (!report) return noReport('Playwright')
  const { expected, unexpected, flaky, skipped } = report.stats
  const ran = expected + unexpected + flaky > 0
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    faults: [
      ...report.errors.map((error) => error.message ?? 'Playwright reported an error'),
      ...(ran ? [] : ['no browser test ran']),
    ],
  }
}

/** Sums tallies; each fault counts as one failure, so that no total is green beside it. */
export function summary(tallies: readonly Tally[]): { readonly lines: readonly string[]; readonly failed: number } {
  const faults = tallies.flatMap((tally) => tally.faults)
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  const failed = sum((tally) => tally.failed) + faults.length
  const skipped = sum((tally) => tally.skipped)
  return {
    failed,
    lines: [
      ...faults.map((fault) => `Fault: ${fault}`),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      `${sum((tally) => tally.passed)} passed, ${failed} failed`,
    ],
  }
}

function partOf(file: string): string | undefined {
  return vitestParts.find(([, pattern]) => pattern.test(file))?.[0]
}

function readReport<T>(path: string, schema: z.ZodType<T>): T | null {
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
}

function noReport(tool: string): Tally {
  return { passed: 0, failed: 0, skipped: 0, faults: [`${tool} left no report`] }
}

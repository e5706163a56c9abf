import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { sampleContext } from '#lib/testing/report/read-export.ts'
import { sampleReport } from '#lib/testing/report/sample-source.ts'
import { csvVerdicts } from './csv.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { json } from './json.ts'
import { oscal } from './oscal/index.ts'
import type { ReportFormat } from './report-format.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes written, and the most that was held beside what was held before. */
async function peak(format: ReportFormat, identities: number): Promise<{ written: number; held: number }> {
  const source = sampleReport({ identities, failingPercent: 10 })
  collect()
  const before = process.memoryUsage().heapUsed
  let [written, held, next] = [0, 0, 0]
  for await (const chunk of format.write(source, sampleContext)) {
    written += chunk.length
    if (written < next) continue
    next = written + 4 * 1024 * 1024
    collect()
    held = Math.max(held, process.memoryUsage().heapUsed - before)
  }
  return { written, held }
}

test.each([
  ['json', json, 20],
  ['csv-verdicts', csvVerdicts, 20],
  ['oscal', oscal, 2],
  ['cyclonedx', cyclonedx, 1],
] as const)(
  '%s: is written while rows are read, in a fraction of the memory of what is written',
  async (_key, format, times) => {
    const { written, held } = await peak(format, 800)
    expect(held).toBeLessThan(written / times + 1024 * 1024)
  },
  240_000,
)

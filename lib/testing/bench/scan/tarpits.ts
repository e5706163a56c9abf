import { startFarm } from './farm.ts'
import type { Row } from './row.ts'
import { runChild } from './run-scanner.ts'
import { type TarpitReport, tarpitReportSchema } from './tarpit-report.ts'

const count = 10_000
const good = 1000
const mebibyte = 1024 * 1024

/** Ten thousand servers that never say a word, at once. */
export async function tarpits(): Promise<readonly Row[]> {
  const pits = await startFarm('tarpit-farm.ts')
  const farm = await startFarm('tls-farm.ts', good)
  try {
    const [port = 0] = pits.ports
    const among = async (ports: readonly number[], deadlineMs: number): Promise<TarpitReport> => {
      const tarpits = { port, count, deadlineMs }
      const task = { ports: [...ports], root: farm.root, depth: 'inventory' as const, rounds: 3, atOnce: 64, tarpits }
      const [report] = await runChild('tarpit-child.ts', task)
      return tarpitReportSchema.parse(report)
    }
    // The very first start of a program compiles it, which would count as memory of the tarpits.
    const beside = await among(farm.ports, 20_000)
    const alone = await among([], 10_000)
    const timeouts = alone.timeouts + beside.timeouts
    return [
      { what: 'tarpits that end as timeouts', value: timeouts, unit: `of ${2 * count}`, target: { least: 2 * count } },
      {
        what: 'resident memory, tarpits alone',
        value: alone.maxRssBytes / mebibyte,
        unit: 'MiB',
        target: { most: 150 },
      },
      { what: `resident memory, with ${good} good ones`, value: beside.maxRssBytes / mebibyte, unit: 'MiB' },
      { what: 'end after the deadline, latest', value: alone.latestMs, unit: 'ms', target: { most: 250 } },
      { what: 'end after the deadline, earliest', value: alone.earliestMs, unit: 'ms', target: { least: -250 } },
      { what: `  with ${good} good ones, latest`, value: beside.latestMs, unit: 'ms', target: { most: 250 } },
      { what: 'good ones alone', value: beside.alone, unit: 'endpoints per CPU second' },
      { what: 'good ones beside tarpits', value: beside.beside, unit: 'endpoints per CPU second' },
      { what: '  they lose', value: 100 * (1 - beside.beside / beside.alone), unit: '%', target: { most: 20 } },
    ]
  } finally {
    pits.close()
    farm.close()
  }
}

import { once } from 'node:events'
import { inspect } from 'node:util'
import { observeMany } from '#lib/scan/observe-many.ts'
import type { Target } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { judgeObservation } from './judge-observation.ts'
import { optionLines, readScanOptions, type ScanOptions } from './scan-options.ts'
import { jsonLine, scanRecord } from './scan-record.ts'
import { tableHead, tableRow } from './scan-table.ts'
import { readTargets } from './scan-targets.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: countersign scan HOST[:PORT]... [options]

${optionLines}
  --targets FILE|-      more targets, one per line, from a file or standard input
  --concurrency N       targets at once (64)

One line per address, in the order in which they finish. Exit code 0, or 2 where a target could not be understood
or the scanner failed at one.
`

/** `countersign scan`: observes and judges without a database. Gives the exit code. */
export async function scan(args: readonly string[]): Promise<number> {
  try {
    const options = readScanOptions(args)
    if (options === null) {
      process.stdout.write(usage)
      return 0
    }
    if (options.targets.length === 0 && options.targetsFile === null) throw new UsageError('No target is named.')
    return await run(options)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${usage}`)
    return 2
  }
}

async function run(options: ScanOptions): Promise<number> {
  let exitCode = 0
  const onProblem = (problem: string) => {
    exitCode = 2
    process.stderr.write(`${escapeUnsafe(problem)}\n`)
  }
  const plan = (target: Target) => ({ target, options: options.observe })
  const { concurrency } = options
  if (!options.json) await print(tableHead)
  for await (const { item, observations, fault } of observeMany(allTargets(options, onProblem), plan, {
    concurrency,
  })) {
    if (fault) onProblem(`${item.host} port ${item.port}: the scanner failed: ${inspect(fault.error)}`)
    for (const observation of observations) {
      const judged = judgeObservation(observation, options, new Date())
      await print(options.json ? jsonLine(scanRecord(judged)) : tableRow(judged))
    }
  }
  return exitCode
}

async function* allTargets(options: ScanOptions, onProblem: (problem: string) => void): AsyncGenerator<Target> {
  yield* options.targets
  if (options.targetsFile !== null) yield* readTargets(options.targetsFile, options.toTarget, onProblem)
}

/** Waits for a slow reader, so that results don't pile up in memory. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

import { observeMany } from '#lib/scan/observe-many.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import type { Target } from '#lib/tls/observation.ts'
import { readTask, storeOf, targetsOf } from './scanner.ts'
import type { TarpitReport } from './tarpit-report.ts'

// Child process: looks at good servers alone, then at tarpits at once, with the good ones again beside them.
const task = await readTask()
const { tarpits = { port: 0, count: 0, deadlineMs: 0 } } = task
const store = storeOf(task)
const good = targetsOf(task)
let maxRss = 0
const watch = setInterval(() => {
  maxRss = Math.max(maxRss, process.memoryUsage.rss())
}, 50)

// The first rounds warm the machine up.
let alone = 0
for (let round = 0; round < task.rounds; round += 1) alone = await rateOfGood()
const startedMs = performance.now()
const waiting = endOfTarpits()
let beside = 0
// All have been dialled a good while before the last round, and that is over before the first of them is.
while (good.length > 0 && performance.now() - startedMs < (2 * tarpits.deadlineMs) / 3) beside = await rateOfGood()
const report: TarpitReport = { ...(await waiting), alone, beside, maxRssBytes: maxRss }
clearInterval(watch)
process.stdout.write(`${JSON.stringify(report)}\n`)

async function rateOfGood(): Promise<number> {
  const before = process.cpuUsage()
  const plan = (target: Target) => ({ target, options: { ...labOptions, store } })
  for await (const _ of observeMany(good, plan, { concurrency: task.atOnce }));
  const { user, system } = process.cpuUsage(before)
  return good.length / ((user + system) / 1e6)
}

async function endOfTarpits(): Promise<Pick<TarpitReport, 'timeouts' | 'earliestMs' | 'latestMs'>> {
  const { port, count, deadlineMs } = tarpits
  const target: Target = { host: '127.0.0.1', port, serverName: 'x.test', transport: 'tls' }
  const timeouts = { overallMs: deadlineMs, connectMs: deadlineMs, idleMs: deadlineMs }
  const plan = () => ({ target, options: { ...labOptions, timeouts } })
  const report = { timeouts: 0, earliestMs: Number.POSITIVE_INFINITY, latestMs: Number.NEGATIVE_INFINITY }
  for await (const { observations } of observeMany(numbers(count), plan, { concurrency: count })) {
    for (const { outcome, timings } of observations) {
      if (outcome.kind === 'timeout') report.timeouts += 1
      report.earliestMs = Math.min(report.earliestMs, timings.totalMs - deadlineMs)
      report.latestMs = Math.max(report.latestMs, timings.totalMs - deadlineMs)
    }
  }
  return report
}

function* numbers(count: number): Generator<number> {
  for (let index = 0; index < count; index += 1) yield index
}

import { observeMany } from '#lib/scan/observe-many.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import type { Target } from '#lib/tls/observation.ts'

const port = Number(process.argv[2])
const count = Number(process.argv[3])
const deadlineMs = Number(process.argv[4] ?? 5000)
let maxRss = 0
const timer = setInterval(() => { const m = process.memoryUsage(); if (m.rss > maxRss) { maxRss = m.rss; Object.assign(kinds, { heap: m.heapUsed / 1e6, heapTotal: m.heapTotal / 1e6, ext: m.external / 1e6, ab: m.arrayBuffers / 1e6 }) } }, 100)
function* targets() { for (let i = 0; i < count; i += 1) yield i }
const late: number[] = []
const kinds: Record<string, number> = {}
const plan = () => ({ target: { host: '127.0.0.1', port, serverName: 'x.test', transport: 'tls' } satisfies Target, options: { ...labOptions, depth: 'inventory' as const, timeouts: { overallMs: deadlineMs, connectMs: deadlineMs, idleMs: deadlineMs } } })
const startedMs = performance.now()
for await (const { observations } of observeMany(targets(), plan, { concurrency: count })) for (const o of observations) { kinds[o.outcome.kind] = (kinds[o.outcome.kind] ?? 0) + 1; late.push(o.timings.totalMs - deadlineMs) }
clearInterval(timer)
late.sort((a, b) => a - b)
console.log(JSON.stringify({ kinds, wall: performance.now() - startedMs, maxRssMiB: maxRss / 1048576, late: [late[0], late[late.length >> 1], late.at(-1)], cpu: process.cpuUsage() }))

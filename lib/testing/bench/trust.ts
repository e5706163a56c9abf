import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { systemPrincipal } from '#lib/core/principal.ts'
import { removeAnchors, replaceStoreContent } from '#lib/data/trust-stores/replace-store-content.ts'
import { changeSchema } from '#lib/data/what-if/change.ts'
import { currentEstate, forgetEstate } from '#lib/data/what-if/estate-cache.ts'
import { judgeEstate } from '#lib/data/what-if/judge-estate.ts'
import type { Progress } from '#lib/data/what-if/load-estate.ts'
import { answerWhatIf, standingTrials } from '#lib/data/what-if/run-what-if.ts'
import { closeDatabase } from '#lib/db/client.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { fillChains } from '#lib/testing/fill-chains.ts'

/** `CHAINS=5000 npm run bench trust` for a quick look. */
const count = Number(process.env.CHAINS ?? 100_000)
const rounds = 5

/**
 * Chains on record judged cold (loaded, read, verified, judged) against judging them again after a change of their
 * store, in one process and one run: an anchor goes, and comes back. Beside it a what-if whole, with its report, and the
 * first answer of a process that starts where all signatures are known.
 */
export default async function revalidate(): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  const server = await startEmbeddedServer(dataDir)
  process.env.DATABASE_URL = server.url
  try {
    await migrate(server.url)
    return await measure()
  } finally {
    await closeDatabase()
    delete process.env.DATABASE_URL
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function measure(): Promise<readonly Measurement[]> {
  const { storeId, roots } = await fillChains(count, (done) => note('made', done, count))
  const [root] = roots
  if (root === undefined) return []
  const atStart = megabytes()
  const cold = await timed('cold')
  const changed: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await removeAnchors(systemPrincipal, storeId, [root.sha256])
    changed.push((await timed('an anchor goes', cold.trusted)).seconds)
    await replaceStoreContent(systemPrincipal, storeId, { pem: root.pem, mode: 'add' })
    changed.push((await timed('an anchor comes')).seconds)
  }
  const again = median(changed)
  const start = performance.now()
  const change = changeSchema.parse({ distrust: [{ spkiSha256: root.spkiSha256 }] })
  const { broken, kept } = await answerWhatIf(await currentEstate(), change, new Date())
  const whatIf = (performance.now() - start) / 1000
  process.stderr.write(`blast radius of a root: ${broken.chains} lost, ${kept.chains} kept\n`)
  const held = megabytes()
  forgetEstate()
  const restart = await timed('after a restart')
  return [
    { what: 'cold', value: count / cold.seconds, unit: 'chains/s' },
    { what: 'after a change of store', value: count / again, unit: 'chains/s' },
    { what: 'after a change of store', value: cold.seconds / again, unit: '× cold' },
    { what: 'after a change of store', value: 1000 * again, unit: 'ms' },
    { what: 'what-if with its report', value: 1000 * whatIf, unit: 'ms' },
    { what: 'first answer after a restart', value: count / restart.seconds, unit: 'chains/s' },
    { what: 'first answer after a restart', value: cold.seconds / restart.seconds, unit: '× cold' },
    { what: 'memory before', value: atStart, unit: 'MB resident' },
    { what: 'memory with the estate', value: held, unit: 'MB resident' },
    { what: 'memory at its most', value: process.resourceUsage().maxRSS / 1024, unit: 'MB resident' },
  ]
}

/** All that a process does from the question to the verdicts. `others` is how many were trusted before. */
async function timed(what: string, others?: number): Promise<{ seconds: number; trusted: number }> {
  const onProgress: Progress = async (done, total) => note(what, done, total)
  const start = performance.now()
  const estate = await currentEstate(onProgress)
  const { trialFor } = await standingTrials(estate, new Date())
  const verdicts = await judgeEstate(estate, trialFor, onProgress)
  const seconds = (performance.now() - start) / 1000
  const trusted = verdicts.filter((verdict) => verdict.trusted).length
  process.stderr.write(`${what}: ${trusted} of ${verdicts.length} trusted, ${seconds.toFixed(3)} s\n`)
  if (others === undefined ? trusted !== count : trusted >= others) throw new Error(`${what}: ${trusted} are trusted`)
  return { seconds, trusted }
}

function note(what: string, done: number, total: number): void {
  if (done % 10_000 === 0 || done === total) process.stderr.write(`${what}: ${done} of ${total}\n`)
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}

function megabytes(): number {
  return process.memoryUsage.rss() / 1024 / 1024
}

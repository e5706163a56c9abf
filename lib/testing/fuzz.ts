import { parseArgs } from 'node:util'
import type { FuzzTarget } from './fuzz/fuzz-target.ts'
import { Mutator } from './fuzz/mutator.ts'
import { path } from './fuzz/path.ts'
import { revocation } from './fuzz/revocation.ts'
import { tls } from './fuzz/tls.ts'
import { transparency } from './fuzz/transparency.ts'
import { x509 } from './fuzz/x509.ts'

// `npm run fuzz -- <target> [seconds] [--seed n]`: feeds a target with mutations of its corpus and random bytes until the
// time is over; prints how many inputs were run and every one that failed. Exit code 1 where one did.

const targets: Readonly<Record<string, FuzzTarget>> = { tls, revocation, path, transparency, x509 }
const maxFailures = 20
/** Far above what any input of the mutator's size may take. */
const slowMs = 500

const { positionals, values } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } })
const [name = '', seconds = '60'] = positionals
const target = targets[name]
if (!target || !(Number(seconds) > 0)) {
  process.stderr.write(`npm run fuzz -- <${Object.keys(targets).join('|')}> [seconds] [--seed n]\n`)
  process.exit(2)
}

const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const mutator = new Mutator(target.corpus, seed)
const failures: string[] = []
const startedMs = performance.now()
let executions = 0
for (let nowMs = startedMs; nowMs < startedMs + Number(seconds) * 1000 && failures.length < maxFailures; ) {
  const input = mutator.next()
  const failure = faultOf(target, input)
  const endMs = performance.now()
  if (failure) failures.push(`${failure}\n  input: ${Buffer.from(input).toString('hex')}`)
  // Another look tells a slow input from a machine that stood still.
  if (endMs - nowMs > slowMs && millisecondsOf(target, input) > slowMs)
    failures.push(`${Math.round(endMs - nowMs)} ms\n  input: ${Buffer.from(input).toString('hex')}`)
  executions += 1
  nowMs = endMs
}
for (const failure of failures) process.stdout.write(`${failure}\n`)
const rate = Math.round(executions / ((performance.now() - startedMs) / 1000))
process.stdout.write(`${name}: ${executions} executions (${rate}/s), ${failures.length} failures, seed ${seed}\n`)
process.exit(failures.length === 0 ? 0 : 1)

function faultOf({ run }: FuzzTarget, input: Uint8Array): string | null {
  try {
    run(input)
    return null
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

function millisecondsOf(of: FuzzTarget, input: Uint8Array): number {
  const startMs = performance.now()
  faultOf(of, input)
  return performance.now() - startMs
}

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { modulePath, nodeArguments } from './farm.ts'
import { type Round, roundSchema } from './round.ts'
import type { Task } from './scanner.ts'

/** Runs a module of this folder that scans, in a process of its own, and gives the lines that it prints. */
export async function runChild(module: string, task: Task): Promise<unknown[]> {
  const child = spawn(process.execPath, [...nodeArguments, modulePath(module)], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(task))
  const [text] = await Promise.all([Array.fromAsync(child.stdout), once(child, 'close')])
  const lines = Buffer.concat(text).toString('utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line))
}

/** The rounds of a scanner's process; throws where it did not prove every target. */
export async function runRounds(module: string, task: Task): Promise<Round[]> {
  const rounds = (await runChild(module, task)).map((line) => roundSchema.parse(line))
  const missed = rounds.find(({ proven }) => proven !== task.ports.length)
  if (missed) throw new Error(`${module} proved ${missed.proven} of ${task.ports.length} targets`)
  return rounds
}

/**
 * CPU seconds (user and system) of a bash script and all that it starts, or null where `tool` is not installed. What
 * the script prints is dropped; it is ended after `limitSeconds`, and then the time until there counts.
 */
export async function cpuOfScript(tool: string, script: string, limitSeconds = 120): Promise<number | null> {
  const run = promisify(execFile)
  const installed = await run('bash', ['-c', `command -v ${tool}`]).catch(() => null)
  if (!installed) return null
  const timed = `TIMEFORMAT='%U %S'; time timeout ${limitSeconds} bash -c "$0" >/dev/null 2>&1 </dev/null; true`
  const { stderr } = await run('bash', ['-c', timed, script], { env: { ...process.env, LC_ALL: 'C' } })
  const [user = 0, system = 0] = stderr.trim().split(' ').map(Number)
  return user + system
}

import { createInterface } from 'node:readline'
import type { TrustStoreInput } from '#lib/scan/trust-store.ts'
import type { Depth, Target } from '#lib/tls/observation.ts'
import type { Farm } from './farm.ts'
import type { Round } from './round.ts'

/** What a scanner's process is told on its standard input, in one line. */
export interface Task extends Farm {
  readonly depth: Extract<Depth, 'inventory' | 'quick' | 'posture'>
  /** How often every target is looked at. */
  readonly rounds: number
  readonly atOnce: number
  /** Ports that never answer, and how long each of their connections may take. */
  readonly tarpits?: { readonly port: number; readonly count: number; readonly deadlineMs: number }
}

/** From our own parent. No schema checks it: loading one costs as much as a hundred handshakes, and a fifth of the memory. */
export async function readTask(): Promise<Task> {
  const [line] = await Array.fromAsync(createInterface(process.stdin))
  const task: Task = JSON.parse(line ?? '')
  return task
}

export function targetsOf({ ports }: Task): Target[] {
  return ports.map((port, index) => ({ host: '127.0.0.1', port, serverName: `s${index}.test`, transport: 'tls' }))
}

export function storeOf({ root }: Task): TrustStoreInput {
  return { id: 'bench', name: 'Bench', asOf: '', version: '1', anchors: [Buffer.from(root, 'base64')] }
}

/** Runs the rounds of a task and tells the parent of each. */
export async function tellRounds(rounds: number, round: () => Promise<Pick<Round, 'proven' | 'connections'>>) {
  let before = 0
  for (let index = 0; index < rounds; index += 1) {
    const startedMs = performance.now()
    const seen = await round()
    const { user, system } = process.cpuUsage()
    const cpuSeconds = (user + system) / 1e6
    const told: Round = { ...seen, cpuSeconds: cpuSeconds - before, seconds: (performance.now() - startedMs) / 1000 }
    process.stdout.write(`${JSON.stringify(told)}\n`)
    before = cpuSeconds
  }
}

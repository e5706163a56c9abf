import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { TrustStoreInput } from '#lib/scan/trust-store.ts'
import type { Target } from '#lib/tls/observation.ts'
import { farmSchema } from './farm.ts'

/** What a scanner's process is told on its standard input, in one line. */
export const taskSchema = farmSchema.extend({
  depth: z.enum(['inventory', 'quick', 'posture']),
  /** How often every target is looked at. */
  rounds: z.int(),
  atOnce: z.int(),
  /** Ports that never answer, and how long each of their connections may take. */
  tarpits: z.object({ port: z.int(), count: z.int(), deadlineMs: z.number() }).optional(),
})

export type Task = z.infer<typeof taskSchema>

/** What it answers, one line for each round. CPU: since the round before; the first holds the start of the process. */
export const roundSchema = z.object({
  cpuSeconds: z.number(),
  seconds: z.number(),
  /** Targets of which everything was learned, proven and found right. */
  proven: z.int(),
  connections: z.int(),
})

export type Round = z.infer<typeof roundSchema>

export async function readTask(): Promise<Task> {
  const [line] = await Array.fromAsync(createInterface(process.stdin))
  return taskSchema.parse(JSON.parse(line ?? ''))
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

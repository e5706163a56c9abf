import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

export const farmSchema = z.object({
  ports: z.array(z.int()),
  /** DER in base64; empty where the servers have no certificates. */
  root: z.string(),
})

/** Servers on 127.0.0.1 in a process of their own. */
export type Farm = z.infer<typeof farmSchema>

export interface RunningFarm extends Farm {
  close(): void
}

/** Starts the module of this folder that serves, and waits until it does. */
export async function startFarm(module: string, count = 0): Promise<RunningFarm> {
  const child = spawn(process.execPath, [...nodeArguments, modulePath(module), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { ...farmSchema.parse(JSON.parse(String(line))), close: () => child.stdin.end() }
}

/**
 * As `npm run countersign` starts Node. Its default lets the space for young objects grow to a hundred megabytes where
 * thousands of connections outlive them; a small one costs a scan no time.
 */
export const nodeArguments: readonly string[] = [
  '--max-semi-space-size=4',
  '--import',
  fileURLToPath(import.meta.resolve('#lib/cli/node-version.mjs')),
]

export function modulePath(module: string): string {
  return fileURLToPath(new URL(module, import.meta.url))
}

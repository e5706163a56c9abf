import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as after } from 'node:timers/promises'
import { type LabServer, listen } from './tls-server.ts'

/** Sends text or bytes; waits until what the client said since the last step matches; waits; ends; resets. */
export type Step = string | Uint8Array | RegExp | { readonly waitMs: number } | { readonly by: 'end' | 'reset' }

/** A server that plays these steps to each client, and then says no more. */
export function startDialogue(steps: readonly Step[]): Promise<LabServer> {
  return listen({}, (socket) => void playDialogue(socket, steps))
}

/** Plays the server's part. Resolves with all that the client said, when the steps or the stream are over. */
export async function playDialogue(stream: Duplex, steps: readonly Step[]): Promise<string> {
  let said = ''
  let heard = 0
  let wake = () => {}
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1')
    wake()
  })
  stream.on('close', () => wake())
  for (const step of steps) {
    if (stream.destroyed) break
    if (typeof step === 'string' || step instanceof Uint8Array) stream.write(step)
    else if (step instanceof RegExp) {
      while (!step.test(said.slice(heard)) && !stream.destroyed) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      heard = said.length
    } else if ('waitMs' in step) await after(step.waitMs)
    else if (step.by === 'end') stream.end()
    else if (stream instanceof Socket) stream.resetAndDestroy()
    else stream.destroy()
  }
  return said
}

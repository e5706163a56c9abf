import { connect, type Socket } from 'node:net'
import type { Outcome } from '#lib/tls/observation.ts'
import { abortError } from './abort-error.ts'

/** Opens a TCP connection to one address, or says how that failed. The caller owns the socket. Rejects with AbortError where `signal` aborts. */
export function dial(
  ip: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Socket | Outcome> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal))
    const socket = connect({ host: ip, port, noDelay: true })
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('error')
      settle()
    }
    const giveUp = (outcome: Outcome) =>
      finish(() => {
        socket.on('error', () => {})
        socket.destroy()
        resolve(outcome)
      })
    const onAbort = () =>
      finish(() => {
        socket.on('error', () => {})
        socket.destroy()
        reject(abortError(signal))
      })
    const timer = setTimeout(() => giveUp({ kind: 'timeout', during: 'connect' }), timeoutMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => finish(() => resolve(socket)))
    socket.once('error', (error: NodeJS.ErrnoException) => giveUp(outcomeOfConnectError(error.code ?? 'EUNKNOWN')))
  })
}

export function outcomeOfConnectError(code: string): Outcome {
  if (code === 'ECONNREFUSED') return { kind: 'refused' }
  if (code === 'ETIMEDOUT') return { kind: 'timeout', during: 'connect' }
  if (code === 'ECONNRESET') return { kind: 'reset', during: 'connect' }
  return { kind: 'unreachable', code }
}

import type { Socket } from 'node:net'
import { type LabServer, listen } from './tls-server.ts'

/** A server that accepts and never says a word. */
export function startTarpit(where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => void socket.resume())
}

/** A server that sends an endless handshake record one byte at a time. */
export function startDrip(where: Where & { readonly everyMs?: number } = {}): Promise<LabServer> {
  return listen(where, (socket) => {
    socket.resume()
    const record = Buffer.concat([Buffer.from('16030340000200ffff', 'hex'), Buffer.alloc(16384)])
    let at = 0
    const timer = setInterval(() => socket.write(record.subarray(at, ++at)), where.everyMs ?? 20)
    socket.on('close', () => clearInterval(timer))
  })
}

/** A server that answers the first bytes with a TCP reset. */
export function startResetter(where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => void socket.once('data', () => socket.resetAndDestroy()))
}

/** A server that closes in order when the first bytes have come. */
export function startCloser(where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => void socket.once('data', () => socket.end()))
}

/** A server that answers the first bytes with these. */
export function startAnswering(answer: string | Uint8Array, where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => void socket.once('data', () => socket.write(answer)))
}

/** A server that speaks first, and says this. */
export function startGreeting(greeting: string | Uint8Array, where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => {
    socket.resume()
    socket.write(greeting)
  })
}

/** A server that never stops sending: one handshake message of a length that it never reaches, in well-formed records. */
export function startFlood(where: Where = {}): Promise<LabServer> {
  return listen(where, (socket) => {
    socket.resume()
    const record = Buffer.concat([Buffer.from('1603034000', 'hex'), Buffer.alloc(16384, 0)])
    pour(socket, record)
  })
}

interface Where {
  readonly address?: string
  readonly port?: number
}

function pour(socket: Socket, record: Buffer): void {
  while (!socket.destroyed && socket.write(record));
  socket.once('drain', () => pour(socket, record))
}

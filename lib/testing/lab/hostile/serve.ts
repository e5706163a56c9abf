import { connect, type Socket } from 'node:net'
import { type LabServer, listen, type RunningServer } from '../tls-server.ts'
import { type HelloSeen, readHello } from './client-hello-seen.ts'

/** A server that reads a whole ClientHello in each connection and then does this. What is no ClientHello is closed. */
export function serveHellos(onHello: (socket: Socket, hello: HelloSeen) => unknown): Promise<LabServer> {
  return listen({}, (socket) => {
    readHello(socket)
      .then((hello) => (hello === null ? socket.end() : onHello(socket, hello)))
      .catch(() => socket.destroy())
  })
}

/** A relay to a real server: `choose` sees the first bytes of each connection, and does what it likes where it gives none. */
export function serveRelay(upstreams: readonly RunningServer[], choose: Choice): Promise<LabServer> {
  let connections = 0
  return listen({}, (socket) => {
    const number = connections
    connections += 1
    socket.once('data', (first: Buffer) => {
      const upstream = choose(upstreams, number, socket, first)
      if (upstream) relay(socket, first, upstream)
      else socket.resume()
    })
  }).then((server) => ({
    ...server,
    close: async () => {
      await Promise.all([server.close(), ...upstreams.map((upstream) => upstream.close())])
    },
  }))
}

export type Choice = (
  upstreams: readonly RunningServer[],
  connection: number,
  socket: Socket,
  first: Buffer,
) => RunningServer | null | undefined

function relay(socket: Socket, first: Buffer, upstream: RunningServer): void {
  const behind = connect(upstream.port, upstream.address)
  behind.write(first)
  socket.pipe(behind)
  behind.pipe(socket)
  behind.on('error', () => socket.resetAndDestroy())
  socket.on('close', () => behind.destroy())
}

const batchBytes = 16_384

/** Writes part after part, as fast as the client takes them, until it goes. Others of this process get their turns. */
export function pour(socket: Socket, next: () => Uint8Array): void {
  socket.resume()
  if (socket.destroyed || !socket.writable) return
  const parts: Uint8Array[] = []
  for (let length = 0; length < batchBytes; length += parts.at(-1)?.length ?? 0) parts.push(next())
  socket.write(Buffer.concat(parts), (error) => {
    if (!error) setImmediate(pour, socket, next)
  })
}

/** Writes one byte after the other. */
export function drip(socket: Socket, bytes: Uint8Array, everyMs = 60): void {
  let at = 0
  socket.resume()
  const timer = setInterval(() => {
    if (at < bytes.length) socket.write(bytes.subarray(at, ++at))
    else clearInterval(timer)
  }, everyMs)
  socket.on('close', () => clearInterval(timer))
}

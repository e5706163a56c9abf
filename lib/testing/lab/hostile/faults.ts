import { connect, type Socket } from 'node:net'
import type { LabServer, RunningServer } from '../tls-server.ts'
import { serveRelay } from './serve.ts'
import { alertRecord } from './wire.ts'

/** What befalls a connection in place of an answer. */
export type Fault = 'reset' | 'close' | 'internal_error' | 'user_canceled' | 'garbage' | Cut

/** The answer breaks off behind so many bytes of it. */
export interface Cut {
  readonly behindBytes: number
  readonly by: 'reset' | 'close' | 'internal_error'
}

/** By the number of the connection, from 0, and its first bytes; null: nothing. */
export type FaultCourse = (connection: number, hello: Buffer) => Fault | null

/** A server behind something that breaks some of the connections to it. */
export function startBehindFaults(server: RunningServer, course: FaultCourse): Promise<LabServer> {
  return serveRelay([server], ([upstream], connection, socket, hello) => {
    const fault = course(connection, hello)
    if (fault === null) return upstream
    if (typeof fault === 'string') breakOff(socket, fault)
    else if (upstream) cutOff(socket, hello, upstream, fault)
    return null
  })
}

function breakOff(socket: Socket, fault: Exclude<Fault, Cut>): void {
  if (fault === 'reset') socket.resetAndDestroy()
  else if (fault === 'close') socket.end()
  else if (fault === 'garbage') socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
  else socket.end(alertRecord('fatal', fault === 'internal_error' ? 80 : 90))
}

function cutOff(socket: Socket, hello: Buffer, { port, address }: RunningServer, { behindBytes, by }: Cut): void {
  const behind = connect(port, address)
  let left = behindBytes
  behind.write(hello)
  behind.on('error', () => socket.resetAndDestroy())
  behind.on('data', (chunk: Buffer) => {
    if (chunk.length <= left) socket.write(chunk)
    else {
      behind.destroy()
      // A reset would take with it what has not gone out yet.
      socket.write(chunk.subarray(0, left), () => breakOff(socket, by))
    }
    left -= chunk.length
  })
  socket.on('data', (chunk: Buffer) => behind.write(chunk))
  socket.on('close', () => behind.destroy())
}

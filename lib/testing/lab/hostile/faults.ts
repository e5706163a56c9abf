import type { Socket } from 'node:net'
import type { LabServer, RunningServer } from '../tls-server.ts'
import { serveRelay } from './serve.ts'
import { alertRecord } from './wire.ts'

/** What befalls a connection in place of an answer. */
export type Fault = 'reset' | 'close' | 'internal_error' | 'user_canceled' | 'garbage'

/** By the number of the connection, from 0, and its first bytes; null: nothing. */
export type FaultCourse = (connection: number, hello: Buffer) => Fault | null

/** A server behind something that breaks some of the connections to it. */
export function startBehindFaults(server: RunningServer, course: FaultCourse): Promise<LabServer> {
  return serveRelay([server], ([upstream], connection, socket, hello) => {
    const fault = course(connection, hello)
    if (fault === null) return upstream
    breakOff(socket, fault)
    return null
  })
}

function breakOff(socket: Socket, fault: Fault): void {
  if (fault === 'reset') socket.resetAndDestroy()
  else if (fault === 'close') socket.end()
  else if (fault === 'garbage') socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n')
  else socket.end(alertRecord('fatal', fault === 'internal_error' ? 80 : 90))
}

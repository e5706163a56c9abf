import { connect } from 'node:net'
import { type LabServer, listen } from './tls-server.ts'

/** A relay to a TLS 1.3 server that holds back by `lateMs` what the server says after the client's second flight. */
export function startLateSpeaker(server: Pick<LabServer, 'address' | 'port'>, lateMs: number): Promise<LabServer> {
  return listen({}, (client) => {
    const upstream = connect(server.port, server.address)
    let flights = 0
    const later = (speak: () => void) => (flights > 1 ? void setTimeout(speak, lateMs) : speak())
    client.on('data', (chunk: Buffer) => {
      flights += 1
      upstream.write(chunk)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('data', (chunk: Buffer) => later(() => client.write(chunk)))
    upstream.on('end', () => later(() => client.end()))
    upstream.on('error', () => later(() => client.resetAndDestroy()))
  })
}

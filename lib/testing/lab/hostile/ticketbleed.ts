import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { RecordSplitter } from '#lib/tls/records.ts'
import { certificates } from '../cases/credentials.ts'
import { type LabServer, listen, startTlsServer } from '../tls-server.ts'
import { message, messageTypes, record, recordTypes } from './wire.ts'

const fullBytes = 32
/** Of a ServerHello: header, version, random. */
const identifierAt = 4 + 2 + 32

/**
 * A good server of TLS 1.2 that resumes by tickets, behind what fills up each identifier in its ServerHello with memory
 * (CVE-2016-9244). Handshakes with a short one come no further: their transcripts differ.
 */
export async function startTicketbleed(): Promise<LabServer> {
  const upstream = await startTlsServer({ ...certificates.rsa(), maxVersion: 'TLSv1.2', groups: 'X25519:P-256' })
  const server = await listen({}, (socket) => {
    const behind = connect(upstream.port, upstream.address)
    const records = new RecordSplitter()
    let first = true
    socket.pipe(behind)
    behind.on('data', (chunk: Buffer) => {
      for (const { type, header, body } of records.push(chunk)) {
        const filled = first && type === recordTypes.handshake ? withFullIdentifier(Buffer.from(body)) : null
        socket.write(filled ?? Buffer.concat([header, body]))
        first = false
      }
    })
    behind.on('error', () => socket.destroy())
    behind.on('end', () => socket.end())
    socket.on('close', () => behind.destroy())
  })
  return { ...server, close: () => Promise.all([server.close(), upstream.close()]).then(() => {}) }
}

/** Null where there is nothing to fill up. Other messages may stand behind the ServerHello in its record. */
function withFullIdentifier(body: Buffer): Buffer | null {
  if (body[0] !== messageTypes.serverHello) return null
  const length = body[identifierAt] ?? 0
  if (length === 0 || length >= fullBytes) return null
  const end = 4 + body.readUIntBE(1, 3)
  const identifier = randomBytes(fullBytes)
  body.copy(identifier, 0, identifierAt + 1, identifierAt + 1 + length)
  const hello = message(
    messageTypes.serverHello,
    Buffer.concat([
      body.subarray(4, identifierAt),
      Buffer.of(fullBytes),
      identifier,
      body.subarray(identifierAt + 1 + length, end),
    ]),
  )
  return record(recordTypes.handshake, Buffer.concat([hello, body.subarray(end)]))
}

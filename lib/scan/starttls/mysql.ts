import { printable } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'

const clientSsl = 0x0800
/** CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH */
const clientFlags = 0x0200 | clientSsl | 0x8000 | 0x0008_0000

/** MySQL's client/server protocol, "Connection Phase": SSLRequest in answer to the handshake packet (version 10). */
export const mysql: Prelude = {
  id: 'mysql',
  defaultPort: 3306,
  async negotiate(connection) {
    const hello = await readPacket(connection)
    if (hello.body[0] === 0xff) return { kind: 'refused', greeting: '', reply: printable(hello.body.subarray(3)) }
    const versionEnd = hello.body.indexOf(0, 1)
    if (hello.body[0] !== 10 || versionEnd < 0)
      throw new PreludeError(`not a MySQL greeting: ${printable(hello.body, 60)}`)
    const greeting = printable(hello.body.subarray(1, versionEnd))
    // After the version: thread id (4), first part of the scramble (8), a filler (1), then the low capability flags.
    const flagsAt = versionEnd + 1 + 4 + 8 + 1
    if (hello.body.length < flagsAt + 2) throw new PreludeError('a MySQL greeting that is cut short')
    if ((hello.body.readUInt16LE(flagsAt) & clientSsl) === 0) {
      return { kind: 'refused', greeting, reply: 'CLIENT_SSL is not among the capabilities' }
    }
    connection.write(sslRequest(hello.sequence + 1))
    return { kind: 'ready', greeting }
  },
}

async function readPacket(connection: PreludeConnection): Promise<{ sequence: number; body: Buffer }> {
  const header = await connection.bytes(4)
  return { sequence: header.readUInt8(3), body: await connection.bytes(header.readUIntLE(0, 3)) }
}

function sslRequest(sequence: number): Buffer {
  const packet = Buffer.alloc(4 + 32)
  packet.writeUIntLE(32, 0, 3)
  packet.writeUInt8(sequence & 255, 3)
  packet.writeUInt32LE(clientFlags, 4)
  packet.writeUInt32LE(0x0100_0000, 8)
  packet.writeUInt8(45, 12)
  return packet
}

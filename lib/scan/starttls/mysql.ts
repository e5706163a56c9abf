import { printable } from '../printable.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'

const clientSsl = 0x0800
/** CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION, CLIENT_PLUGIN_AUTH */
const clientFlags = 0x0200 | clientSsl | 0x8000 | 0x0008_0000
const errorHeader = 0xff

/** ER_CON_COUNT_ERROR (too many connections), ER_SERVER_SHUTDOWN, ER_TOO_MANY_USER_CONNECTIONS. */
const temporaryErrors = new Set([1040, 1053, 1203])

/** MySQL's client/server protocol, "Connection Phase": SSLRequest in answer to the handshake packet (version 10). */
export const mysql: Prelude = {
  id: 'mysql',
  defaultPort: 3306,
  async negotiate(connection) {
    const hello = await readPacket(connection)
    const version = hello.body[0]
    if (version === errorHeader && hello.body.length >= 3) return turnedAway(hello.body)
    // The last version without TLS was spoken until MySQL 3.20.
    if (version === 9) return refused('', 'not-offered', 'protocol version 9')
    const versionEnd = hello.body.indexOf(0, 1)
    if (version !== 10 || versionEnd < 0) throw connection.strange()
    const greeting = printable(hello.body.subarray(1, versionEnd))
    // After the version: thread id (4), first part of the scramble (8), a filler (1), then the low capability flags.
    const flagsAt = versionEnd + 1 + 4 + 8 + 1
    if (hello.body.length < flagsAt + 2) throw protocolError('a MySQL greeting that is cut short')
    if ((hello.body.readUInt16LE(flagsAt) & clientSsl) === 0) {
      return refused(greeting, 'not-offered', 'CLIENT_SSL is not among the capabilities')
    }
    connection.ask(sslRequest(hello.header.readUInt8(3) + 1))
    return ready(greeting)
  },
}

/** An error packet in the place of a greeting: its number, in some versions `#` and SQLSTATE, then a text. */
function turnedAway(body: Buffer) {
  const number = body.readUInt16LE(1)
  const text = body.subarray(body[3] === 0x23 ? 9 : 3).toString('latin1', 0, 200)
  return refused('', 'turned-away', printable(`${number} ${text}`), temporaryErrors.has(number))
}

/** A first byte that can't begin a packet shows another protocol before its "length" is waited for. */
async function readPacket(connection: PreludeConnection): Promise<{ header: Buffer; body: Buffer }> {
  const header = await connection.bytes(4)
  const length = header.readUIntLE(0, 3)
  if (header[3] !== 0 || length < 1 || length > 4096) throw connection.strange()
  return { header, body: await connection.bytes(length) }
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

import { printable } from '../printable.ts'
import { type Prelude, PreludeError } from './prelude.ts'

const startTlsOid = Buffer.from('1.3.6.1.4.1.1466.20037')
const sequenceTag = 0x30
const extendedResponseTag = 0x78

/** LDAPMessage { messageID 1, extendedReq { requestName startTlsOid } } (RFC 4511 4.14.1). */
const request = Buffer.concat([
  Buffer.from([
    sequenceTag,
    3 + 4 + startTlsOid.length,
    0x02,
    0x01,
    0x01,
    0x77,
    2 + startTlsOid.length,
    0x80,
    startTlsOid.length,
  ]),
  startTlsOid,
])

export const ldap: Prelude = {
  id: 'ldap',
  defaultPort: 389,
  async negotiate(connection) {
    connection.write(request)
    const head = await connection.bytes(2)
    const length = head.readUInt8(1)
    const lengthBytes = length < 0x80 ? Buffer.of(length) : await connection.bytes(boundedLengthBytes(length & 0x7f))
    if (head[0] !== sequenceTag) throw new PreludeError(`not an LDAPMessage: ${printable(head)}`)
    const body = await connection.bytes(lengthBytes.readUIntBE(0, lengthBytes.length))
    const resultCode = readResultCode(body)
    return resultCode === 0
      ? { kind: 'ready', greeting: '' }
      : { kind: 'refused', greeting: '', reply: `LDAP result code ${resultCode}` }
  },
}

function boundedLengthBytes(count: number): number {
  if (count < 1 || count > 4) throw new PreludeError(`a length of ${count} bytes`)
  return count
}

/** messageID, then ExtendedResponse, whose first element is resultCode ENUMERATED. */
function readResultCode(body: Buffer): number {
  const idEnd = body[0] === 0x02 ? 2 + (body[1] ?? 0) : -1
  const lengthByte = body[idEnd + 1] ?? 0
  const contentAt = idEnd + 2 + (lengthByte >= 0x80 ? lengthByte & 0x7f : 0)
  if (body[idEnd] !== extendedResponseTag || body[contentAt] !== 0x0a || body[contentAt + 1] !== 1) {
    throw new PreludeError(`not an ExtendedResponse: ${printable(body, 60)}`)
  }
  return body[contentAt + 2] ?? -1
}

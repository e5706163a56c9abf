import { printable } from '../printable.ts'
import { berElements, lengthBytes } from './ber.ts'
import { ldapResults } from './ldap-results.ts'
import { type Prelude, ready, refused } from './prelude.ts'
import type { PreludeConnection } from './prelude-connection.ts'
import { protocolError } from './prelude-error.ts'

const sequenceTag = 0x30
const integerTag = 0x02
const enumeratedTag = 0x0a
const octetStringTag = 0x04
const extendedResponseTag = 0x78

const success = 0
const protocolErrorCode = 2
/** busy, unavailable */
const temporaryCodes = new Set([51, 52])

const startTlsOid = Buffer.from('1.3.6.1.4.1.1466.20037')
/** LDAPMessage { messageID 1, extendedReq { requestName startTlsOid } } (RFC 4511 4.14.1). */
const request = Buffer.concat([
  Buffer.of(sequenceTag, 3 + 4 + startTlsOid.length, integerTag, 1, 1),
  Buffer.of(0x77, 2 + startTlsOid.length, 0x80, startTlsOid.length),
  startTlsOid,
])

export const ldap: Prelude = {
  id: 'ldap',
  defaultPort: 389,
  async negotiate(connection) {
    connection.ask(request)
    const { messageId, code, diagnostic } = await readResponse(connection)
    const name = ldapResults[code] ?? 'unknown result code'
    const reply = printable(`${name} (${code})${diagnostic === '' ? '' : `: ${diagnostic}`}`)
    const temporary = temporaryCodes.has(code)
    // Message 0 is nobody's answer: the notice of disconnection (RFC 4511 4.4.1).
    if (messageId === 0) return refused('', 'turned-away', reply, temporary)
    if (messageId !== 1) throw protocolError(`an answer to message ${messageId}`)
    if (code === success) return ready()
    // RFC 4511 4.14.2: protocolError is what a server answers that doesn't support StartTLS.
    return refused('', code === protocolErrorCode ? 'not-offered' : 'declined', reply, temporary)
  },
}

interface ExtendedResponse {
  readonly messageId: number
  readonly code: number
  readonly diagnostic: string
}

/** LDAPMessage { messageID, ExtendedResponse { resultCode, matchedDN, diagnosticMessage, ... } } (RFC 4511 4.1.1, 4.12). */
async function readResponse(connection: PreludeConnection): Promise<ExtendedResponse> {
  const head = await connection.bytes(2)
  if (head[0] !== sequenceTag) throw connection.strange()
  const first = head.readUInt8(1)
  const more = lengthBytes(first)
  const length = more === 0 ? first : (await connection.bytes(more)).readUIntBE(0, more)
  const [id, operation] = berElements(await connection.bytes(length))
  if (id?.tag !== integerTag || operation?.tag !== extendedResponseTag) throw protocolError('not an ExtendedResponse')
  const [code, , diagnostic] = berElements(operation.content)
  if (code?.tag !== enumeratedTag) throw protocolError('an ExtendedResponse without a result code')
  return {
    messageId: smallInteger(id.content),
    code: smallInteger(code.content),
    diagnostic: diagnostic?.tag === octetStringTag ? diagnostic.content.toString('latin1', 0, 200) : '',
  }
}

/** Message ids and result codes are never negative (RFC 4511 4.1.1.1, 4.1.9). */
function smallInteger(content: Buffer): number {
  if (content.length < 1 || content.length > 4) throw protocolError(`an integer of ${content.length} bytes`)
  return content.readUIntBE(0, content.length)
}

import { type Prelude, type PreludeResult, ready, refused } from './prelude.ts'
import { protocolError } from './prelude-error.ts'

/** TPKT (RFC 1006), X.224 Connection Request, RDP_NEG_REQ for PROTOCOL_SSL | PROTOCOL_HYBRID (MS-RDPBCGR 2.2.1.1). */
const request = Buffer.from('03000013' + '0ee00000000000' + '0100080003000000', 'hex')
const connectionConfirm = 0xd0
const disconnectRequest = 0x80
const negotiationResponse = 2
const negotiationFailure = 3

/** MS-RDPBCGR 2.2.1.2.1; after each of the others TLS comes next. */
const protocols: Readonly<Record<number, string>> = { 0: 'PROTOCOL_RDP', 1: 'PROTOCOL_SSL', 2: 'PROTOCOL_HYBRID' }

/** MS-RDPBCGR 2.2.1.2.2 */
const failures: Readonly<Record<number, string>> = {
  1: 'SSL_REQUIRED_BY_SERVER',
  2: 'SSL_NOT_ALLOWED_BY_SERVER',
  3: 'SSL_CERT_NOT_ON_SERVER',
  4: 'INCONSISTENT_FLAGS',
  5: 'HYBRID_REQUIRED_BY_SERVER',
  6: 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER',
}
/** The server can't do TLS at all. */
const withoutTls = new Set([2, 3])

/** Remote Desktop: the X.224 connection asks for TLS, alone or with CredSSP in it (MS-RDPBCGR 1.3.1.2, 5.4.2.1). */
export const rdp: Prelude = {
  id: 'rdp',
  defaultPort: 3389,
  async negotiate(connection) {
    connection.ask(request)
    const header = await connection.bytes(4)
    const length = header.readUInt16BE(2)
    // Version 3 and at least an X.224 header of 7 bytes; the longest that has a meaning is 19.
    if (header[0] !== 3 || header[1] !== 0 || length < 11 || length > 255) throw connection.strange()
    return judge(await connection.bytes(length - 4))
  },
}

/** Length indicator, code, destination, source, class; then eight bytes of negotiation. */
function judge(x224: Buffer): PreludeResult {
  const code = x224.readUInt8(1)
  if (code === disconnectRequest) return refused('', 'turned-away', `disconnected, reason ${x224.readUInt8(6)}`)
  if (code !== connectionConfirm) throw protocolError(`X.224 code ${code} in answer to a connection request`)
  if (x224.length === 7) return refused('', 'not-offered', 'no security negotiation: standard RDP security alone')
  if (x224.length < 15) throw protocolError('an RDP negotiation that is cut short')
  const type = x224.readUInt8(7)
  const value = x224.readUInt32LE(11)
  if (type === negotiationFailure) {
    const reason = withoutTls.has(value) ? 'not-offered' : 'declined'
    return refused('', reason, `${failures[value] ?? 'unknown failure'} (${value})`)
  }
  const protocol = protocols[value]
  if (type !== negotiationResponse || protocol === undefined) {
    throw protocolError(`RDP negotiation of type ${type} with the value ${value}`)
  }
  return value === 0 ? refused('', 'not-offered', protocol) : ready(protocol)
}

import { randomFillSync } from 'node:crypto'
import { handshakeTypes } from './handshake-messages.ts'
import { contentTypes } from './records.ts'
import { wireVersions } from './versions.ts'
import { WireWriter } from './wire-writer.ts'

/** IANA "TLS ExtensionType Values", those that a client of this product sends. */
export const clientExtensions = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  heartbeat: 15,
  alpn: 16,
  signedCertificateTimestamp: 18,
  padding: 21,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  postHandshakeAuth: 49,
  keyShare: 51,
  renegotiationInfo: 65281,
} as const

export interface OfferedKeyShare {
  readonly group: number
  readonly share: Uint8Array
}

/** What a client offers. Extensions that are not named here are not sent; before TLS 1.0 none are. */
export interface Offer {
  /** legacy_version: the highest version, at most TLS 1.2's. */
  readonly legacyVersion: number
  /** Of the record layer; TLS 1.0's where absent (RFC 8446 5.1). */
  readonly recordVersion?: number
  /** supported_versions, wire values, best first; empty: not sent. */
  readonly versions: readonly number[]
  readonly suites: readonly number[]
  readonly compressions?: readonly number[]
  /** Empty: none is sent. An address is no server name (RFC 6066 3): the caller leaves it out. */
  readonly serverName: string
  readonly groups: readonly number[]
  /** Undefined: no key_share; empty: an empty one, which asks for HelloRetryRequest. */
  readonly keyShares?: readonly OfferedKeyShare[]
  readonly signatureSchemes: readonly number[]
  readonly alpn?: readonly string[]
  readonly statusRequest?: boolean
  readonly signedTimestamps?: boolean
  readonly extendedMasterSecret?: boolean
  readonly encryptThenMac?: boolean
  readonly renegotiationInfo?: boolean
  readonly heartbeat?: boolean
  readonly postHandshakeAuth?: boolean
  /** A ticket to resume with (RFC 5077); empty asks for one. */
  readonly sessionTicket?: Uint8Array
  readonly sessionId?: Uint8Array
  readonly cookie?: Uint8Array
  /** Further extensions as they are, after the named ones: GREASE and the like. */
  readonly more?: readonly { readonly type: number; readonly body: Uint8Array }[]
  /** The message is padded to at least so many bytes. */
  readonly padTo?: number
  /** The last extension (RFC 8446 4.2.11); the caller fills in the binders. */
  readonly preSharedKey?: Uint8Array
  readonly earlyData?: boolean
}

/** The longest server name and ALPN name that fit; longer ones are not sent. */
const maxNameBytes = 255

/** The longest ticket and cookie that are given back: with the rest of a hello they have to fit into 65,535 bytes. */
export const maxTokenBytes = 2 ** 15

/** RFC 8446 5.1 */
const maxFragmentBytes = 2 ** 14

/** A ClientHello handshake message (RFC 8446 4.1.2, RFC 5246 7.4.1.2), header included. `random`: 32 bytes. */
export function clientHello(offer: Offer, random: Uint8Array = freshRandom()): Buffer {
  const message = encode(offer, random, offer.padTo ?? 0)
  // Some load balancers hang on hellos of 256 to 511 bytes (RFC 7685 4).
  return message.length > 255 && message.length < 512 && offer.legacyVersion > 0x0300
    ? encode(offer, random, 512)
    : message
}

/** A handshake message in a plain record, or in as many as it takes. */
export function plainRecord(message: Uint8Array, recordVersion = 0x0301): Buffer {
  const writer = new WireWriter()
  for (let at = 0; at === 0 || at < message.length; at += maxFragmentBytes) {
    const fragment = message.subarray(at, at + maxFragmentBytes)
    writer.uint(contentTypes.handshake, 1).uint(recordVersion, 2).uint(fragment.length, 2).bytes(fragment)
  }
  return writer.finish()
}

/** The record that begins a connection with this offer. */
export function helloRecord(offer: Offer): Buffer {
  return plainRecord(clientHello(offer), offer.recordVersion)
}

let pool = Buffer.alloc(0)
let drawn = 0

/** 32 random bytes; drawn in bulk, for each call into the system costs as much as a whole hello. */
export function freshRandom(): Buffer {
  if (drawn + 32 > pool.length) {
    pool = randomFillSync(Buffer.allocUnsafeSlow(8192))
    drawn = 0
  }
  drawn += 32
  return pool.subarray(drawn - 32, drawn)
}

function encode(offer: Offer, random: Uint8Array, padTo: number): Buffer {
  const writer = new WireWriter()
  writer.uint(handshakeTypes.clientHello, 1).vector(3, () => {
    writer.uint(offer.legacyVersion, 2).bytes(random)
    writer.vector(1, () => writer.bytes(offer.sessionId ?? new Uint8Array()))
    writer.list16(offer.suites)
    writer.vector(1, () => {
      for (const method of offer.compressions ?? [0]) writer.uint(method, 1)
    })
    if (offer.legacyVersion > wireVersions.SSLv3) writer.vector(2, () => writeExtensions(writer, offer, padTo))
  })
  return writer.finish()
}

function writeExtensions(writer: WireWriter, offer: Offer, padTo: number): void {
  const extension = (type: number, write: () => void = () => {}) => writer.uint(type, 2).vector(2, write)
  const { serverName, groups, signatureSchemes, alpn = [] } = offer
  if (serverName !== '' && serverName.length <= maxNameBytes) {
    extension(clientExtensions.serverName, () =>
      writer.vector(2, () => writer.uint(0, 1).vector(2, () => writer.text(serverName))),
    )
  }
  if (offer.extendedMasterSecret) extension(clientExtensions.extendedMasterSecret)
  if (offer.encryptThenMac) extension(clientExtensions.encryptThenMac)
  if (offer.renegotiationInfo) extension(clientExtensions.renegotiationInfo, () => writer.uint(0, 1))
  if (groups.length > 0) {
    extension(clientExtensions.supportedGroups, () => writer.list16(groups))
    extension(clientExtensions.ecPointFormats, () => writer.vector(1, () => writer.uint(0, 1)))
  }
  const { sessionTicket, cookie, keyShares, preSharedKey } = offer
  if (sessionTicket) extension(clientExtensions.sessionTicket, () => writer.bytes(sessionTicket))
  const names = alpn.filter((name) => name !== '' && name.length <= maxNameBytes)
  if (names.length > 0) {
    extension(clientExtensions.alpn, () =>
      writer.vector(2, () => {
        for (const name of names) writer.vector(1, () => writer.text(name))
      }),
    )
  }
  if (offer.statusRequest) extension(clientExtensions.statusRequest, () => writer.uint(1, 1).uint(0, 2).uint(0, 2))
  if (offer.signedTimestamps) extension(clientExtensions.signedCertificateTimestamp)
  if (signatureSchemes.length > 0) {
    extension(clientExtensions.signatureAlgorithms, () => writer.list16(signatureSchemes))
  }
  if (offer.heartbeat) extension(clientExtensions.heartbeat, () => writer.uint(1, 1))
  if (offer.postHandshakeAuth) extension(clientExtensions.postHandshakeAuth)
  if (offer.versions.length > 0) {
    extension(clientExtensions.supportedVersions, () =>
      writer.vector(1, () => {
        for (const version of offer.versions) writer.uint(version, 2)
      }),
    )
  }
  if (cookie) extension(clientExtensions.cookie, () => writer.vector(2, () => writer.bytes(cookie)))
  if (keyShares) {
    extension(clientExtensions.pskKeyExchangeModes, () => writer.vector(1, () => writer.uint(1, 1)))
    extension(clientExtensions.keyShare, () =>
      writer.vector(2, () => {
        for (const { group, share } of keyShares) writer.uint(group, 2).vector(2, () => writer.bytes(share))
      }),
    )
  }
  if (offer.earlyData) extension(clientExtensions.earlyData)
  for (const { type, body } of offer.more ?? []) extension(type, () => writer.bytes(body))
  if (writer.length < padTo && !preSharedKey) {
    const missing = Math.max(0, padTo - writer.length - 4)
    extension(clientExtensions.padding, () => writer.bytes(new Uint8Array(missing)))
  }
  if (preSharedKey) extension(clientExtensions.preSharedKey, () => writer.bytes(preSharedKey))
}

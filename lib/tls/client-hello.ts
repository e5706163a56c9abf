import { randomFillSync } from 'node:crypto'
import { writeHello } from './hello-writer.ts'
import { contentTypes } from './records.ts'
import { wireVersions } from './versions.ts'
import { WireWriter } from './wire-writer.ts'

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

/** The longest ticket and cookie that are given back: with the rest of a hello they have to fit into 65,535 bytes. */
export const maxTokenBytes = 2 ** 15

/** RFC 8446 5.1 */
const maxFragmentBytes = 2 ** 14
const recordHeaderBytes = 5

/** A ClientHello handshake message (RFC 8446 4.1.2, RFC 5246 7.4.1.2), header included. `random`: 32 bytes. */
export function clientHello(offer: Offer, random: Uint8Array = freshRandom()): Buffer {
  return writeHello(offer, random, 0)
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

/** The record that begins a connection with this offer, or the records that it takes. */
export function helloRecord(offer: Offer, random: Uint8Array = freshRandom()): Buffer {
  const record = writeHello(offer, random, recordHeaderBytes)
  const length = record.length - recordHeaderBytes
  const { recordVersion = wireVersions.TLSv1 } = offer
  if (length > maxFragmentBytes) return plainRecord(record.subarray(recordHeaderBytes), recordVersion)
  record[0] = contentTypes.handshake
  record[1] = recordVersion >> 8
  record[2] = recordVersion
  record[3] = length >> 8
  record[4] = length
  return record
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

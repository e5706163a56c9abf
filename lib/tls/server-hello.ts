import { readAlpn, readExtensions, readSignedTimestamps } from './extensions.ts'
import { type KeyExchangeGroup, keyExchangeGroup } from './groups.ts'
import type { ProtocolVersion } from './observation.ts'
import { protocolVersion } from './versions.ts'
import { WireError, WireReader } from './wire-reader.ts'

const extensionTypes = {
  signedTimestamps: 18,
  preSharedKey: 41,
  supportedVersions: 43,
  cookie: 44,
  keyShare: 51,
} as const

const maxSessionIdBytes = 32
const noExtensions: ReadonlyMap<number, Uint8Array> = new Map()

/** RFC 8446 4.1.3: SHA-256 of "HelloRetryRequest" in place of the random. */
const retryRandom = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')

export interface ServerHello {
  readonly retry: boolean
  readonly version: ProtocolVersion
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suiteId: number
  readonly compression: number
  /** Of the plain part, by type. */
  readonly extensions: ReadonlyMap<number, Uint8Array>
  /** Wire value of the group that the key share (or a retry) names; null before TLS 1.3. */
  readonly groupId: number | null
  readonly group: KeyExchangeGroup | null
  /** The server's key share; null in a retry and before TLS 1.3. */
  readonly keyShare: Uint8Array | null
  /** Of a retry (RFC 8446 4.2.2). */
  readonly cookie: Uint8Array | null
  /** TLS 1.3: the server resumes the session that was offered. */
  readonly resumed: boolean
  readonly alpn: string | null
  readonly signedTimestamps: readonly Uint8Array[]
}

/** ServerHello and HelloRetryRequest (RFC 8446 4.1.3, RFC 5246 7.4.1.3). Copies. Throws WireError. */
export function readServerHello(body: Uint8Array): ServerHello {
  // One copy, from Node's pool, of which all that is kept are views: each array with memory of its own would cost more.
  const reader = new WireReader(Buffer.from(body))
  const legacyVersion = reader.uint(2)
  const random = reader.take(32)
  const sessionId = reader.vector(1)
  if (sessionId.length > maxSessionIdBytes) throw new WireError(`a session id of ${sessionId.length} bytes`)
  const suiteId = reader.uint(2)
  const compression = reader.uint(1)
  const extensions = reader.remaining > 0 ? readExtensions(reader.within(2)) : noExtensions
  reader.end('ServerHello')
  const version = readVersion(extensions.get(extensionTypes.supportedVersions), legacyVersion)
  const retry = version === 'TLSv1.3' && retryRandom.equals(random)
  const { groupId, keyShare } = readKeyShare(extensions.get(extensionTypes.keyShare), retry)
  return {
    retry,
    version,
    random,
    sessionId,
    suiteId,
    compression,
    extensions,
    groupId,
    group: groupId === null ? null : keyExchangeGroup(groupId),
    keyShare,
    cookie: readCookie(extensions.get(extensionTypes.cookie)),
    resumed: extensions.has(extensionTypes.preSharedKey),
    alpn: readAlpn(extensions),
    signedTimestamps: readSignedTimestamps(extensions.get(extensionTypes.signedTimestamps)),
  }
}

/** RFC 8446 4.2.1: the extension decides where it stands; no version below TLS 1.3 stands there. */
function readVersion(chosen: Uint8Array | undefined, legacyVersion: number): ProtocolVersion {
  const reader = chosen ? new WireReader(chosen) : null
  const wire = reader?.uint(2) ?? legacyVersion
  reader?.end('supported_versions')
  const version = protocolVersion(wire)
  if (version === null || version === 'SSLv2') throw new WireError(`version 0x${wire.toString(16)} is not known`)
  if ((version === 'TLSv1.3') !== (reader !== null)) throw new WireError(`${version} is named in the wrong place`)
  return version
}

/** RFC 8446 4.2.8: a retry names a group, a ServerHello a group and a share. */
function readKeyShare(
  extension: Uint8Array | undefined,
  retry: boolean,
): { readonly groupId: number | null; readonly keyShare: Uint8Array | null } {
  if (!extension) return { groupId: null, keyShare: null }
  const reader = new WireReader(extension)
  const groupId = reader.uint(2)
  const keyShare = retry ? null : reader.vector(2)
  reader.end('key_share')
  return { groupId, keyShare }
}

/** RFC 8446 4.2.2 */
function readCookie(extension: Uint8Array | undefined): Uint8Array | null {
  if (!extension) return null
  const reader = new WireReader(extension)
  const cookie = reader.vector(2)
  reader.end('cookie')
  return cookie
}

/** EncryptedExtensions (RFC 8446 4.3.1). Copies. Throws WireError. */
export function readEncryptedExtensions(body: Uint8Array): {
  readonly alpn: string | null
  readonly extensions: ReadonlyMap<number, Uint8Array>
} {
  const reader = new WireReader(Buffer.from(body))
  const extensions = readExtensions(reader.within(2))
  reader.end('EncryptedExtensions')
  return { alpn: readAlpn(extensions), extensions }
}

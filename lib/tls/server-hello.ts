import { readAlpn, readExtensions, readSignedTimestamps } from './extensions.ts'
import { type KeyExchangeGroup, keyExchangeGroup } from './groups.ts'
import type { ProtocolVersion } from './observation.ts'
import { protocolVersion } from './versions.ts'
import { WireError, WireReader } from './wire-reader.ts'

const extensionTypes = { signedTimestamps: 18, preSharedKey: 41, supportedVersions: 43, cookie: 44, keyShare: 51 } as const

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

/** ServerHello and HelloRetryRequest (RFC 8446 4.1.3, RFC 5246 7.4.1.3). Throws WireError. */
export function readServerHello(body: Uint8Array): ServerHello {
  const reader = new WireReader(body)
  const legacyVersion = reader.uint(2)
  const random = Uint8Array.from(reader.take(32))
  const sessionId = Uint8Array.from(reader.vector(1))
  const suiteId = reader.uint(2)
  const compression = reader.uint(1)
  const extensions = readExtensions(reader.remaining > 0 ? reader.vector(2) : new Uint8Array())
  const chosen = extensions.get(extensionTypes.supportedVersions)
  const wireVersion = chosen ? new WireReader(chosen).uint(2) : legacyVersion
  const version = protocolVersion(wireVersion)
  if (version === null) throw new WireError(`version 0x${wireVersion.toString(16)} is not known`)
  const retry = retryRandom.equals(random)
  const share = extensions.get(extensionTypes.keyShare)
  const shareReader = share ? new WireReader(share) : null
  const groupId = shareReader?.uint(2) ?? null
  const cookie = extensions.get(extensionTypes.cookie)
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
    keyShare: shareReader && !retry ? shareReader.vector(2) : null,
    cookie: cookie ? new WireReader(cookie).vector(2) : null,
    resumed: extensions.has(extensionTypes.preSharedKey),
    alpn: readAlpn(extensions),
    signedTimestamps: readSignedTimestamps(extensions.get(extensionTypes.signedTimestamps)),
  }
}

/** EncryptedExtensions (RFC 8446 4.3.1). Throws WireError. */
export function readEncryptedExtensions(body: Uint8Array): {
  readonly alpn: string | null
  readonly extensions: ReadonlyMap<number, Uint8Array>
} {
  const extensions = readExtensions(new WireReader(body).vector(2))
  return { alpn: readAlpn(extensions), extensions }
}

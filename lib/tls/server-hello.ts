import { type KeyExchangeGroup, keyExchangeGroup } from './groups.ts'
import type { ProtocolVersion } from './observation.ts'
import { protocolVersion } from './versions.ts'
import { WireError, WireReader } from './wire-reader.ts'

const extensionTypes = { alpn: 16, supportedVersions: 43, keyShare: 51 } as const

/** RFC 8446 4.1.3: SHA-256 of "HelloRetryRequest" in place of the random. */
const retryRandom = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'

export interface ServerHello {
  readonly retry: boolean
  readonly version: ProtocolVersion
  readonly suiteId: number
  /** Named in TLS 1.3 by the key share; null before. */
  readonly group: KeyExchangeGroup | null
  readonly alpn: string | null
}

/** ServerHello and HelloRetryRequest (RFC 8446 4.1.3, RFC 5246 7.4.1.3). Throws WireError. */
export function readServerHello(body: Uint8Array): ServerHello {
  const reader = new WireReader(body)
  const legacyVersion = reader.uint(2)
  const random = Buffer.from(reader.take(32)).toString('hex')
  reader.vector(1)
  const suiteId = reader.uint(2)
  reader.take(1)
  const extensions = readExtensions(reader.remaining > 0 ? reader.vector(2) : new Uint8Array())
  const chosen = extensions.get(extensionTypes.supportedVersions)
  const wireVersion = chosen ? new WireReader(chosen).uint(2) : legacyVersion
  const version = protocolVersion(wireVersion)
  if (version === null) throw new WireError(`version 0x${wireVersion.toString(16)} is not known`)
  const keyShare = extensions.get(extensionTypes.keyShare)
  return {
    retry: random === retryRandom,
    version,
    suiteId,
    group: keyShare ? keyExchangeGroup(new WireReader(keyShare).uint(2)) : null,
    alpn: readAlpn(extensions),
  }
}

/** EncryptedExtensions (RFC 8446 4.3.1): the one of them that is a fact here. */
export function readEncryptedExtensions(body: Uint8Array): { readonly alpn: string | null } {
  return { alpn: readAlpn(readExtensions(new WireReader(body).vector(2))) }
}

export function readExtensions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const reader = new WireReader(bytes)
  const extensions = new Map<number, Uint8Array>()
  while (reader.remaining > 0) extensions.set(reader.uint(2), reader.vector(2))
  return extensions
}

/** RFC 7301 3.1: the server's list holds exactly one name. */
function readAlpn(extensions: ReadonlyMap<number, Uint8Array>): string | null {
  const list = extensions.get(extensionTypes.alpn)
  if (!list) return null
  return Buffer.from(new WireReader(new WireReader(list).vector(2)).vector(1)).toString('latin1')
}

import { clientExtensions } from './client-extensions.ts'
import type { Offer, OfferedKeyShare } from './client-hello.ts'
import { readExtensions } from './extensions.ts'
import { WireError, WireReader } from './wire-reader.ts'

type Extensions = ReadonlyMap<number, Uint8Array>

/** A client's hello. Where `clientHello` made it, it makes the same bytes again of `offer` and `random`. */
export interface ParsedClientHello {
  readonly random: Uint8Array
  readonly offer: Offer
  /** All extensions by type, in the order as sent. */
  readonly extensions: Extensions
}

const maxSessionIdBytes = 32
const named: readonly number[] = Object.values(clientExtensions)

/** ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2) without the message's header. Copies. Throws WireError. */
export function readClientHello(body: Uint8Array): ParsedClientHello {
  const reader = new WireReader(new Uint8Array(body))
  const legacyVersion = reader.uint(2)
  const random = reader.take(32)
  const sessionId = reader.vector(1)
  if (sessionId.length > maxSessionIdBytes) throw new WireError(`a session id of ${sessionId.length} bytes`)
  const suites = reader.list16()
  const compressions = [...reader.vector(1)]
  const extensions = readExtensions(reader.remaining > 0 ? reader.within(2) : new WireReader(new Uint8Array()))
  reader.end('ClientHello')
  const offer: Offer = {
    legacyVersion,
    sessionId,
    suites,
    compressions,
    versions: read(extensions, clientExtensions.supportedVersions, readVersions) ?? [],
    serverName: read(extensions, clientExtensions.serverName, readServerName) ?? '',
    groups: read(extensions, clientExtensions.supportedGroups, (inside) => inside.list16()) ?? [],
    signatureSchemes: read(extensions, clientExtensions.signatureAlgorithms, (inside) => inside.list16()) ?? [],
    more: [...extensions].filter(([type]) => !named.includes(type)).map(([type, bytes]) => ({ type, body: bytes })),
    ...readFlags(extensions),
    ...readContents(extensions),
    ...(extensions.has(clientExtensions.padding) ? { padTo: 4 + body.length } : {}),
  }
  return { random, offer, extensions }
}

/** Extensions that say all by being there. */
function readFlags(extensions: Extensions): Partial<Offer> {
  return {
    statusRequest: extensions.has(clientExtensions.statusRequest),
    signedTimestamps: extensions.has(clientExtensions.signedCertificateTimestamp),
    extendedMasterSecret: extensions.has(clientExtensions.extendedMasterSecret),
    encryptThenMac: extensions.has(clientExtensions.encryptThenMac),
    renegotiationInfo: extensions.has(clientExtensions.renegotiationInfo),
    heartbeat: extensions.has(clientExtensions.heartbeat),
    postHandshakeAuth: extensions.has(clientExtensions.postHandshakeAuth),
    earlyData: extensions.has(clientExtensions.earlyData),
  }
}

/** Extensions whose absence is something else than their being empty. */
function readContents(extensions: Extensions): Partial<Offer> {
  const alpn = read(extensions, clientExtensions.alpn, readNames)
  const keyShares = read(extensions, clientExtensions.keyShare, readKeyShares)
  const cookie = read(extensions, clientExtensions.cookie, (inside) => inside.copy(2))
  const sessionTicket = extensions.get(clientExtensions.sessionTicket)
  const preSharedKey = extensions.get(clientExtensions.preSharedKey)
  return {
    ...(alpn && { alpn }),
    ...(keyShares && { keyShares }),
    ...(cookie && { cookie }),
    ...(sessionTicket && { sessionTicket }),
    ...(preSharedKey && { preSharedKey }),
  }
}

function read<T>(extensions: Extensions, type: number, inside: (reader: WireReader) => T): T | undefined {
  const bytes = extensions.get(type)
  if (!bytes) return undefined
  const reader = new WireReader(bytes)
  const value = inside(reader)
  reader.end(`extension ${type}`)
  return value
}

function readVersions(reader: WireReader): readonly number[] {
  return readAll(reader.within(1), (inside) => inside.uint(2))
}

/** RFC 6066 3: of names there is one kind. */
function readServerName(reader: WireReader): string {
  const names = readAll(reader.within(2), (inside) => {
    if (inside.uint(1) !== 0) throw new WireError('a server name of an unknown kind')
    return Buffer.from(inside.vector(2)).toString('latin1')
  })
  return names[0] ?? ''
}

function readNames(reader: WireReader): readonly string[] {
  return readAll(reader.within(2), (inside) => Buffer.from(inside.vector(1)).toString('latin1'))
}

function readKeyShares(reader: WireReader): readonly OfferedKeyShare[] {
  return readAll(reader.within(2), (inside) => ({ group: inside.uint(2), share: inside.copy(2) }))
}

function readAll<T>(reader: WireReader, one: (reader: WireReader) => T): readonly T[] {
  const all: T[] = []
  while (reader.remaining > 0) all.push(one(reader))
  return all
}

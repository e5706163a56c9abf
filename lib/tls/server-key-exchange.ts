import { finiteField, type KeyExchangeGroup, keyExchangeGroup } from './groups.ts'
import type { ProtocolVersion } from './observation.ts'
import { suiteInfo } from './suites.ts'
import { WireReader } from './wire-reader.ts'

const namedCurve = 3

export interface ServerKeyExchange {
  readonly group: KeyExchangeGroup
  /** Wire value of a named group, null for a finite field that is sent in full. */
  readonly groupId: number | null
  /** The finite field, null for a named group. */
  readonly dh: { readonly prime: Uint8Array; readonly generator: Uint8Array } | null
  readonly publicShare: Uint8Array
  /** ServerParams as signed, after the two randoms. */
  readonly signedParameters: Uint8Array
  /** Wire value, null before TLS 1.2. */
  readonly scheme: number | null
  /** Null for an anonymous exchange. */
  readonly signature: Uint8Array | null
}

/**
 * ServerKeyExchange (RFC 8422 5.4, RFC 5246 7.4.3; behind the hint to a shared key: RFC 4279 3, RFC 5489 2); null for one of another kind of key exchange and for one that names
 * no curve. Copies. Throws WireError.
 */
export function readServerKeyExchange(
  body: Uint8Array,
  suiteId: number,
  version: ProtocolVersion,
): ServerKeyExchange | null {
  const kind = suiteInfo(suiteId)?.keyExchange ?? null
  const named = kind === 'ecdhe' || kind === 'ecdhe-psk'
  if (!named && kind !== 'dhe' && kind !== 'dhe-psk') return null
  const own = Buffer.from(body)
  const reader = new WireReader(own)
  if (kind === 'ecdhe-psk' || kind === 'dhe-psk') reader.vector(2)
  const parameters = named ? readNamedGroup(reader) : readFiniteField(reader)
  if (parameters === null) return null
  const { group, groupId, dh, publicShare } = parameters
  const signedParameters = own.subarray(0, own.length - reader.remaining)
  const scheme = version === 'TLSv1.2' && reader.remaining > 0 ? reader.uint(2) : null
  const signature = reader.remaining > 0 ? reader.vector(2) : null
  reader.end('ServerKeyExchange')
  return { group, groupId, dh, publicShare, signedParameters, scheme, signature }
}

type Parameters = Pick<ServerKeyExchange, 'group' | 'groupId' | 'dh' | 'publicShare'>

function readFiniteField(reader: WireReader): Parameters {
  const prime = reader.vector(2)
  const generator = reader.vector(2)
  const publicShare = reader.vector(2)
  return { group: finiteField(prime), groupId: null, dh: { prime, generator }, publicShare }
}

function readNamedGroup(reader: WireReader): Parameters | null {
  if (reader.uint(1) !== namedCurve) return null
  const groupId = reader.uint(2)
  return { group: keyExchangeGroup(groupId), groupId, dh: null, publicShare: reader.vector(1) }
}

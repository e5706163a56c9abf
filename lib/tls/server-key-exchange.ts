import { finiteField, type KeyExchangeGroup, keyExchangeGroup } from './groups.ts'
import { keyExchange } from './suites.ts'
import { WireReader } from './wire-reader.ts'

const namedCurve = 3

/** The group of a ServerKeyExchange (RFC 8422 5.4, RFC 5246 7.4.3); null for one that is not ephemeral or names no curve. */
export function readServerKeyExchange(body: Uint8Array, suiteId: number): KeyExchangeGroup | null {
  const reader = new WireReader(body)
  const kind = keyExchange(suiteId)
  if (kind === 'dhe') return finiteField(reader.vector(2))
  if (kind !== 'ecdhe' || reader.uint(1) !== namedCurve) return null
  return keyExchangeGroup(reader.uint(2))
}

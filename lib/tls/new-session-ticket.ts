import { readExtensions } from './extensions.ts'
import { WireReader } from './wire-reader.ts'

const earlyData = 42

export interface NewSessionTicket {
  readonly lifetimeSeconds: number
  readonly ticket: Uint8Array
  /** TLS 1.3; empty before. */
  readonly nonce: Uint8Array
  readonly ageAdd: number
  /** max_early_data_size; null where early data is not allowed. */
  readonly maxEarlyDataBytes: number | null
}

/** NewSessionTicket of TLS 1.3 (RFC 8446 4.6.1) or of RFC 5077 3.3. Copies. Throws WireError. */
export function readNewSessionTicket(body: Uint8Array, tls13: boolean): NewSessionTicket {
  const reader = new WireReader(body)
  const lifetimeSeconds = uint32(reader)
  if (!tls13) {
    const ticket = reader.copy(2)
    reader.end('NewSessionTicket')
    return { lifetimeSeconds, ticket, nonce: new Uint8Array(), ageAdd: 0, maxEarlyDataBytes: null }
  }
  const ageAdd = uint32(reader)
  const nonce = reader.copy(1)
  const ticket = reader.copy(2)
  const limit = readExtensions(reader.within(2)).get(earlyData)
  reader.end('NewSessionTicket')
  return { lifetimeSeconds, ticket, nonce, ageAdd, maxEarlyDataBytes: limit ? uint32(new WireReader(limit)) : null }
}

function uint32(reader: WireReader): number {
  return reader.uint(2) * 65536 + reader.uint(2)
}

import type { Offer } from './client-hello.ts'
import { wireVersions } from './versions.ts'
import { WireReader } from './wire-reader.ts'

/** next_protocol_negotiation, never registered (draft-agl-tls-nextprotoneg-04). */
const extensionType = 13172

const maxNames = 64
const wish = { type: extensionType, body: new Uint8Array() }

/**
 * The offer with the wish for NPN, where it is of TLS 1.0 to 1.2. A client whose wish was granted has to send
 * NextProtocol before its Finished, so this is for hellos whose handshake is not led to its end.
 */
export function askingNextProtocols(offer: Offer): Offer {
  if (!mayAskNextProtocols(offer)) return offer
  return { ...offer, more: [...(offer.more ?? []), wish] }
}

export function mayAskNextProtocols({ versions, legacyVersion }: Offer): boolean {
  return !versions.includes(wireVersions['TLSv1.3']) && legacyVersion > wireVersions.SSLv3
}

/**
 * The names in a ServerHello, each as its octets, without a length around the list; null where the extension is absent.
 * Copies. Throws WireError.
 */
export function readNextProtocols(extensions: ReadonlyMap<number, Uint8Array>): readonly Uint8Array[] | null {
  const list = extensions.get(extensionType)
  if (!list) return null
  const reader = new WireReader(list)
  const names: Uint8Array[] = []
  while (reader.remaining > 0 && names.length < maxNames) names.push(reader.copy(1))
  reader.end('the list of next protocols')
  return names
}

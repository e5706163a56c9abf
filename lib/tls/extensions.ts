import { WireError, WireReader } from './wire-reader.ts'

const maxExtensions = 128
const maxTimestamps = 128

/** All that `reader` has left: extensions by type (RFC 8446 4.2), in the order as sent. Views. Throws WireError where one stands twice. */
export function readExtensions(reader: WireReader): ReadonlyMap<number, Uint8Array> {
  const extensions = new Map<number, Uint8Array>()
  while (reader.remaining > 0) {
    if (extensions.size === maxExtensions) throw new WireError(`more than ${maxExtensions} extensions`)
    const type = reader.uint(2)
    if (extensions.has(type)) throw new WireError(`extension ${type} stands twice`)
    extensions.set(type, reader.vector(2))
  }
  return extensions
}

/** RFC 7301 3.1: the server's list holds exactly one name. Null where the extension is absent. Throws WireError. */
export function readAlpn(extensions: ReadonlyMap<number, Uint8Array>): string | null {
  const list = extensions.get(16)
  if (!list) return null
  const reader = new WireReader(list)
  const names = reader.within(2)
  const name = names.vector(1)
  names.end('the list of protocols, which holds one')
  reader.end('the ALPN extension')
  if (name.length === 0) throw new WireError('a protocol without a name')
  return Buffer.from(name).toString('latin1')
}

/** RFC 6962 3.3: each SCT of a SignedCertificateTimestampList as it stands there; none where the list is absent. Throws WireError. */
export function readSignedTimestamps(list: Uint8Array | undefined): readonly Uint8Array[] {
  if (!list) return []
  const outer = new WireReader(list)
  const reader = outer.within(2)
  outer.end('the list of SCTs')
  const timestamps: Uint8Array[] = []
  while (reader.remaining > 0) {
    if (timestamps.length === maxTimestamps) throw new WireError(`more than ${maxTimestamps} SCTs`)
    timestamps.push(reader.copy(2))
  }
  return timestamps
}

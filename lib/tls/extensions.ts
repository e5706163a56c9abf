import { WireError, WireReader } from './wire-reader.ts'

const maxExtensions = 128

/** Extensions by type (RFC 8446 4.2). Throws WireError where one stands twice. */
export function readExtensions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const reader = new WireReader(bytes)
  const extensions = new Map<number, Uint8Array>()
  while (reader.remaining > 0) {
    if (extensions.size === maxExtensions) throw new WireError(`more than ${maxExtensions} extensions`)
    const type = reader.uint(2)
    if (extensions.has(type)) throw new WireError(`extension ${type} stands twice`)
    extensions.set(type, Uint8Array.from(reader.vector(2)))
  }
  return extensions
}

/** RFC 7301 3.1: the server's list holds exactly one name. */
export function readAlpn(extensions: ReadonlyMap<number, Uint8Array>): string | null {
  const list = extensions.get(16)
  if (!list) return null
  return Buffer.from(new WireReader(new WireReader(list).vector(2)).vector(1)).toString('latin1')
}

/** RFC 6962 3.3: each SCT of a SignedCertificateTimestampList as it stands there; none where the list is absent. */
export function readSignedTimestamps(list: Uint8Array | undefined): readonly Uint8Array[] {
  if (!list) return []
  const reader = new WireReader(new WireReader(list).vector(2))
  const timestamps: Uint8Array[] = []
  while (reader.remaining > 0) timestamps.push(reader.vector(2))
  return timestamps
}

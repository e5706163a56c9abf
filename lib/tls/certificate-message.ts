import { readExtensions, readSignedTimestamps } from './extensions.ts'
import { sharedCopy } from './same-bytes.ts'
import { WireError, WireReader } from './wire-reader.ts'

const maxCertificates = 64
const extensionTypes = { statusRequest: 5, signedTimestamps: 18 } as const

export interface CertificateEntry {
  readonly der: Uint8Array
  /** By type; empty before TLS 1.3. */
  readonly extensions: ReadonlyMap<number, Uint8Array>
}

export interface CertificateMessage {
  /** In the order in which they were sent. */
  readonly entries: readonly CertificateEntry[]
  /** DER of the OCSP response stapled to the leaf (TLS 1.3 alone carries it here). */
  readonly staple: Uint8Array | null
  readonly signedTimestamps: readonly Uint8Array[]
}

const ocsp = 1

const none: ReadonlyMap<number, Uint8Array> = new Map()

/** Certificate of TLS 1.2 and before (RFC 5246 7.4.2) or of TLS 1.3 (RFC 8446 4.4.2). Copies. Throws WireError. */
export function readCertificateMessage(body: Uint8Array, tls13: boolean): CertificateMessage {
  const reader = new WireReader(body)
  if (tls13) reader.vector(1)
  const list = reader.within(3)
  reader.end('Certificate')
  const entries: CertificateEntry[] = []
  while (list.remaining > 0) {
    if (entries.length === maxCertificates) throw new WireError(`more than ${maxCertificates} certificates`)
    const der = sharedCopy(list.vector(3))
    if (der.length === 0) throw new WireError('a certificate of no bytes')
    entries.push({ der, extensions: tls13 ? readEntryExtensions(list.vector(2)) : none })
  }
  const ofLeaf = entries[0]?.extensions ?? none
  const status = ofLeaf.get(extensionTypes.statusRequest)
  return {
    entries,
    staple: status ? readCertificateStatus(status) : null,
    signedTimestamps: readSignedTimestamps(ofLeaf.get(extensionTypes.signedTimestamps)),
  }
}

/** Most certificates have none. */
function readEntryExtensions(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  return bytes.length === 0 ? none : readExtensions(new WireReader(Buffer.from(bytes)))
}

/** CertificateStatus (RFC 6066 8): the OCSP response, null for a status of another type. Copies. Throws WireError. */
export function readCertificateStatus(body: Uint8Array): Uint8Array | null {
  const reader = new WireReader(body)
  if (reader.uint(1) !== ocsp) return null
  const response = reader.copy(3)
  reader.end('CertificateStatus')
  return response
}

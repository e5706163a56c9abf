import { readExtensions } from './server-hello.ts'
import { WireError, WireReader } from './wire-reader.ts'

const maxCertificates = 64
const statusRequest = 5

export interface CertificateMessage {
  /** DER, in the order in which they were sent. */
  readonly chain: readonly Uint8Array[]
  /** DER of the OCSP response stapled to the leaf (TLS 1.3 alone carries it here). */
  readonly staple: Uint8Array | null
}

/** Certificate of TLS 1.2 and before (RFC 5246 7.4.2) or of TLS 1.3 (RFC 8446 4.4.2). Throws WireError. */
export function readCertificateMessage(body: Uint8Array, tls13: boolean): CertificateMessage {
  const reader = new WireReader(body)
  if (tls13) reader.vector(1)
  const list = new WireReader(reader.vector(3))
  const chain: Uint8Array[] = []
  let staple: Uint8Array | null = null
  while (list.remaining > 0) {
    if (chain.length === maxCertificates) throw new WireError(`more than ${maxCertificates} certificates`)
    chain.push(list.vector(3))
    const status = tls13 ? readExtensions(list.vector(2)).get(statusRequest) : undefined
    if (status && chain.length === 1) staple = readCertificateStatus(status)
  }
  return { chain, staple }
}

/** CertificateStatus (RFC 6066 8): the OCSP response, null for a status of another type. */
export function readCertificateStatus(body: Uint8Array): Uint8Array | null {
  const reader = new WireReader(body)
  return reader.uint(1) === 1 ? reader.vector(3) : null
}

import type { Certificate } from './certificate.ts'
import { fingerprint } from './fingerprint.ts'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'

/** What is kept of all certificates together, by the size of their DER: some ten thousand of the usual kind. */
const maxBytes = 8 * 1024 * 1024
/** Larger ones are few, or somebody's wish to fill the memory: they are known for as long as their array lives. */
const maxCertificateBytes = 4096

const known = new Map<string, { readonly certificate: Certificate | null; readonly bytes: number }>()
let bytesKept = 0
const large = new WeakMap<Uint8Array, Certificate | null>()

/**
 * The certificate in these bytes, null where they can't be read. What was read before is known by its SHA-256, so that
 * a scan of servers that did not change reads nothing again.
 */
export function readCertificate(der: Uint8Array): Certificate | null {
  const bytes = der.byteLength
  if (bytes > maxCertificateBytes) return readLarge(der)
  const sha256 = fingerprint(der)
  const kept = known.get(sha256)
  if (kept !== undefined) return kept.certificate
  const certificate = parseOrNull(der)
  known.set(sha256, { certificate, bytes })
  bytesKept += bytes
  for (const [oldest, { bytes: freed }] of known) {
    if (bytesKept <= maxBytes) break
    known.delete(oldest)
    bytesKept -= freed
  }
  return certificate
}

function readLarge(der: Uint8Array): Certificate | null {
  const kept = large.get(der)
  if (kept !== undefined) return kept
  const certificate = parseOrNull(der)
  large.set(der, certificate)
  return certificate
}

function parseOrNull(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

import type { Certificate } from './certificate.ts'
import { parseCertificate } from './parse-certificate.ts'
import { ParseError } from './parse-error.ts'

const read = new WeakMap<Uint8Array, Certificate | null>()

/** The certificate in these bytes, null where they can't be read. The same array is read once, for as long as it lives. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const known = read.get(der)
  if (known !== undefined) return known
  const certificate = parseOrNull(der)
  read.set(der, certificate)
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

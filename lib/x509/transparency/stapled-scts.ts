import { expectTag, tags } from '../der.ts'
import { ParseError } from '../parse-error.ts'
import { readOcspResponse } from '../revocation/ocsp-response.ts'
import { StrictDerReader } from '../strict-der.ts'
import { splitSctList } from './sct.ts'

/**
 * SCTs in the answers of an OCSP response (DER) for the certificate with this serial number (hex, as
 * `Certificate.serial`; RFC 6962 3.3). What can't be read holds none. The response's own signature is not looked at: an
 * SCT proves itself.
 */
export function stapledScts(response: Uint8Array, serial: string): readonly Uint8Array[] {
  try {
    const read = readOcspResponse(response)
    if ('error' in read) return []
    return read.responses
      .filter(({ id }) => plain(Buffer.from(id.serial).toString('hex')) === plain(serial))
      .flatMap(({ timestamps }) => (timestamps === null ? [] : readExtension(timestamps)))
  } catch (error) {
    if (error instanceof ParseError) return []
    throw error
  }
}

function readExtension(der: Uint8Array): readonly Uint8Array[] {
  const reader = new StrictDerReader(der)
  return splitSctList(reader.content(expectTag(reader.root(), tags.octetString, 'SCT list')))
}

function plain(hex: string): string {
  return hex.replace(/^(?:00)+(?=..)/, '')
}

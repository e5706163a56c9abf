import { readExtensions } from './extensions.ts'
import type { ProtocolVersion } from './observation.ts'
import { WireError, WireReader } from './wire-reader.ts'

const extensionTypes = { signatureAlgorithms: 13, certificateAuthorities: 47 } as const
const maxAuthorities = 4096
const maxSchemes = 256

export interface CertificateRequest {
  /** TLS 1.3: to be given back in the client's Certificate. */
  readonly context: Uint8Array
  /** ClientCertificateType of TLS 1.2 and before; empty in TLS 1.3. */
  readonly types: readonly number[]
  /** Wire values; empty before TLS 1.2. */
  readonly schemes: readonly number[]
  /** DER of the distinguished names of accepted CAs. */
  readonly authorities: readonly Uint8Array[]
}

/** CertificateRequest (RFC 8446 4.3.2, RFC 5246 7.4.4, RFC 2246 7.4.4). Copies. Throws WireError. */
export function readCertificateRequest(body: Uint8Array, version: ProtocolVersion): CertificateRequest {
  const reader = new WireReader(body)
  if (version === 'TLSv1.3') {
    const context = reader.copy(1)
    const extensions = readExtensions(reader.within(2))
    reader.end('CertificateRequest')
    const schemes = extensions.get(extensionTypes.signatureAlgorithms)
    const authorities = extensions.get(extensionTypes.certificateAuthorities)
    return {
      context,
      types: [],
      schemes: schemes ? readSchemes(new WireReader(schemes)) : [],
      authorities: authorities ? readAuthorities(new WireReader(authorities).vector(2)) : [],
    }
  }
  const types = [...reader.vector(1)]
  const schemes = version === 'TLSv1.2' ? readSchemes(reader) : []
  const authorities = readAuthorities(reader.vector(2))
  reader.end('CertificateRequest')
  return { context: new Uint8Array(), types, schemes, authorities }
}

/** They stand in the facts by their names. */
function readSchemes(reader: WireReader): readonly number[] {
  const schemes = reader.list16()
  if (schemes.length > maxSchemes) throw new WireError(`more than ${maxSchemes} signature schemes`)
  return schemes
}

function readAuthorities(bytes: Uint8Array): readonly Uint8Array[] {
  const reader = new WireReader(bytes)
  const authorities: Uint8Array[] = []
  while (reader.remaining > 0) {
    if (authorities.length === maxAuthorities) throw new WireError(`more than ${maxAuthorities} authorities`)
    authorities.push(reader.copy(2))
  }
  return authorities
}

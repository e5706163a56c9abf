import { readInstant } from './certificate-time.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readBitString, readOid } from './der-values.ts'
import { fingerprint } from './fingerprint.ts'
import { extensionOids } from './oids.ts'
import { ParseError } from './parse-error.ts'

/** As much of a certificate as a chain of signatures needs: views of its DER, and names as keys to compare byte for byte. */
export interface PathCertificate {
  readonly der: Uint8Array
  /** Lower-case hex. */
  readonly sha256: string
  readonly version: number
  /** What is signed. */
  readonly toBeSigned: Uint8Array
  /** OID of the outer algorithm; null where the inner one differs (RFC 5280 4.1.1.2). */
  readonly signatureOid: string | null
  readonly signature: Uint8Array
  /** The Names' DER as latin1. */
  readonly issuer: string
  readonly subject: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** basicConstraints says cA. */
  readonly ca: boolean
}

/** Null where the bytes are no certificate that could stand in a path. */
export function readPathCertificate(der: Uint8Array): PathCertificate | null {
  try {
    return read(new DerReader(der))
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

function read(reader: DerReader): PathCertificate {
  const [toBeSigned, algorithm, signature] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  const fields = reader.children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
  const versioned = fields[0]?.tag === 0xa0
  const [, inner, issuer, validity, subject] = versioned ? fields.slice(1) : fields
  const [notBefore, notAfter] = reader.children(expectTag(validity, tags.sequence, 'validity'))
  const outer = expectTag(algorithm, tags.sequence, 'signatureAlgorithm')
  const agree = Buffer.compare(reader.whole(outer), reader.whole(expectTag(inner, tags.sequence, 'signature'))) === 0
  return {
    der: reader.bytes,
    sha256: fingerprint(reader.bytes),
    version: versioned ? 3 : 1,
    toBeSigned: reader.whole(expectTag(toBeSigned, tags.sequence, 'tbsCertificate')),
    signatureOid: agree ? readOid(reader, reader.children(outer)[0], 'algorithm') : null,
    signature: readBitString(reader, signature, 'signature').bytes,
    issuer: nameKey(reader, issuer),
    subject: nameKey(reader, subject),
    notBefore: readInstant(reader, notBefore, 'notBefore'),
    notAfter: readInstant(reader, notAfter, 'notAfter'),
    ca: isCa(
      reader,
      fields.find(({ tag }) => tag === 0xa3),
    ),
  }
}

function nameKey(reader: DerReader, node: DerNode | undefined): string {
  return reader.wholeLatin1(expectTag(node, tags.sequence, 'name'))
}

/** RFC 5280 4.2.1.9: SEQUENCE { cA BOOLEAN DEFAULT FALSE, … } in the extension's OCTET STRING. */
function isCa(reader: DerReader, extensions: DerNode | undefined): boolean {
  if (extensions === undefined) return false
  for (const extension of reader.children(expectTag(reader.inside(extensions), tags.sequence, 'extensions'))) {
    const parts = reader.children(extension)
    if (readOid(reader, parts[0], 'extension') !== extensionOids.basicConstraints) continue
    const value = expectTag(parts.at(-1), tags.octetString, 'extension')
    const [first] = reader.children(expectTag(reader.inside(value), tags.sequence, 'basicConstraints'))
    return first?.tag === tags.boolean && reader.content(first)[0] === 0xff
  }
  return false
}

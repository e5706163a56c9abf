import { DerReader, tags } from './der.ts'
import { ParseError } from './parse-error.ts'
import { type PemContent, readPem } from './pem.ts'
import { readPkcs7 } from './pkcs7.ts'

/** `line` of a problem is of the text; 1 where the bytes are DER. */
export type Bundle = PemContent

const marker = Buffer.from('-----BEGIN ')
const unread: Bundle = { certificates: [], privateKeysDropped: 0, problems: [] }

/**
 * Reads a file of certificates: PEM (PKCS#7 blocks included), one or more certificates in DER, or a certs-only PKCS#7
 * message in DER. A private key, whatever wraps it, is dropped unread and counted. Never throws: what is wrong stands
 * in `problems`.
 */
export function readBundle(bytes: Uint8Array): Bundle {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes[0] !== tags.sequence || buffer.subarray(0, 8192).includes(marker)) return readPem(buffer.toString('utf8'))
  try {
    return readDer(buffer)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return refused(`not readable as DER at byte ${error.offset}: ${error.message}`)
  }
}

function readDer(bytes: Buffer): Bundle {
  switch (kindOf(bytes)) {
    case 'pkcs7': {
      const certificates = readPkcs7(bytes)
      return certificates.length === 0 ? refused('a PKCS#7 message without a certificate') : { ...unread, certificates }
    }
    case 'private-key':
      return {
        ...refused('a private key or a PKCS#12 file, which was dropped unread: send the certificates alone'),
        privateKeysDropped: 1,
      }
    case 'certificates':
      return { ...unread, certificates: splitElements(bytes) }
  }
}

/**
 * Told by the first element inside: a certificate begins with its body, PKCS#7 with an OID. Keys (RFC 5208, 5915, 8017)
 * and PKCS#12 begin with a version; an encrypted key begins with an algorithm, and an octet string follows.
 */
function kindOf(bytes: Buffer): 'pkcs7' | 'private-key' | 'certificates' {
  const reader = new DerReader(bytes)
  const [first, second] = reader.children(firstElement(reader))
  if (first?.tag === tags.objectIdentifier) return 'pkcs7'
  return first?.tag === tags.integer || second?.tag === tags.octetString ? 'private-key' : 'certificates'
}

function firstElement(reader: DerReader) {
  const [first] = elements(reader)
  if (first === undefined) throw new ParseError(0, 'there is nothing')
  return first
}

function splitElements(bytes: Buffer): Uint8Array[] {
  const reader = new DerReader(bytes)
  return elements(reader).map((node) => reader.whole(node).slice())
}

/** All that stands in the file, one after another. */
function elements(reader: DerReader) {
  return reader.children({ tag: 0, offset: 0, start: 0, end: reader.bytes.byteLength, depth: -1 })
}

function refused(problem: string): Bundle {
  return { ...unread, problems: [{ line: 1, problem }] }
}

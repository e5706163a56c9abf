import { type DerNode, expectTag, tags } from './der.ts'
import { readOid, readSmallInteger } from './der-values.ts'
import { ParseError } from './parse-error.ts'
import { StrictDerReader } from './strict-der.ts'

/** RFC 5652 4 and 5.1. */
const contentTypes = { data: '1.2.840.113549.1.7.1', signedData: '1.2.840.113549.1.7.2' } as const

/** Context tags of ContentInfo's content and of SignedData's certificates and CRLs. */
const contextZero = 0xa0
const contextOne = 0xa1

export const pkcs7Limits = { certificates: 10_000 } as const

/**
 * DER of each certificate in a certs-only PKCS#7 message: a SignedData of RFC 5652 5.1 without content and signers
 * (RFC 8551 3.8), as `.p7b` and `.p7c` files hold it. CRLs in it are passed over; a message that is signed, enveloped
 * or written in BER is refused. Throws nothing but ParseError; the certificates are not read.
 */
export function readPkcs7(bytes: Uint8Array): Uint8Array[] {
  const reader = new StrictDerReader(bytes)
  const [type, content, more] = reader.children(expectTag(reader.root(), tags.sequence, 'the message'))
  const oid = readOid(reader, type, 'the content type')
  if (oid !== contentTypes.signedData) throw new ParseError(type?.offset ?? 0, `content type ${oid} is no signed data`)
  const explicit = expectTag(content, contextZero, 'the signed data', bytes.byteLength)
  if (more) throw new ParseError(more.offset, 'more after the signed data')
  return signedData(reader, expectTag(reader.inside(explicit), tags.sequence, 'the signed data'))
}

function signedData(reader: StrictDerReader, node: DerNode): Uint8Array[] {
  const [version, digests, content, ...rest] = reader.children(node)
  readSmallInteger(reader, version, 'the version')
  expectTag(digests, tags.set, 'the digest algorithms', node.end)
  expectNoContent(reader, expectTag(content, tags.sequence, 'the content', node.end))
  const certificates = rest[0]?.tag === contextZero ? rest.shift() : undefined
  if (rest[0]?.tag === contextOne) rest.shift()
  const [signers, more] = rest
  const { start, end } = expectTag(signers, tags.set, 'the signers', node.end)
  if (end > start) throw new ParseError(start, 'the message is signed, and so more than a list of certificates')
  if (more) throw new ParseError(more.offset, 'more after the signers')
  return certificates === undefined ? [] : listCertificates(reader, certificates)
}

/** RFC 8551 3.8: of a certs-only message the content is absent. */
function expectNoContent(reader: StrictDerReader, node: DerNode): void {
  const [type, content] = reader.children(node)
  const oid = readOid(reader, type, 'the type of the content')
  if (oid !== contentTypes.data) throw new ParseError(node.offset, `content of type ${oid}`)
  if (content) throw new ParseError(content.offset, 'the message has a content beside its certificates')
}

function listCertificates(reader: StrictDerReader, node: DerNode): Uint8Array[] {
  const choices = reader.children(node)
  const { certificates: most } = pkcs7Limits
  if (choices.length > most) throw new ParseError(node.offset, `more than ${most} certificates`)
  return choices.map((choice) => {
    // The other choices are attribute certificates and forms that are obsolete (RFC 5652 10.2.2).
    expectTag(choice, tags.sequence, 'a certificate')
    return reader.whole(choice).slice()
  })
}

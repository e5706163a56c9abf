import { sha256, toHex } from '#lib/core/ids.ts'
import { type DerNode, DerReader, expectTag, tags } from '../der.ts'
import { readBitString, readIntegerHex, readOid, readSmallInteger } from '../der-values.ts'
import { fingerprint } from '../fingerprint.ts'
import { ParseError } from '../parse-error.ts'
import { StrictDerReader } from '../strict-der.ts'
import { readStrictTime } from '../strict-time.ts'
import { type ChainExtensions, readChainExtensions } from './chain-extensions.ts'
import { type ComparableName, readComparableName } from './distinguished-name.ts'

export interface AlgorithmIdentifier {
  readonly oid: string
  /** DER of the parameters, null where there are none. */
  readonly parameters: Uint8Array | null
}

/** A certificate as path validation needs it: read strictly, names ready to be compared, nothing judged. */
export interface ChainCertificate extends ChainExtensions {
  readonly der: Uint8Array
  /** Lower-case hex. */
  readonly sha256: string
  readonly spkiSha256: string
  /** 1, 2 or 3. */
  readonly version: number
  /** Hex, sign kept. */
  readonly serial: string
  /** Content octets of the INTEGER, for what is bound to them (CRLs, OCSP). */
  readonly serialOctets: Uint8Array
  readonly toBeSigned: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** RFC 5280 4.1.1.2: the algorithm inside has to be the one outside. */
  readonly algorithmsAgree: boolean
  readonly signature: Uint8Array
  readonly issuer: ComparableName
  readonly subject: ComparableName
  /** The Names' DER, for what is bound to the octets (OCSP). */
  readonly issuerDer: Uint8Array
  readonly subjectDer: Uint8Array
  /** Milliseconds since 1970; notAfter is the last valid second's beginning. */
  readonly notBefore: number
  readonly notAfter: number
  /** RFC 5280 4.1.2.5: UTCTime until 2049. */
  readonly timesConform: boolean
  /** Whole SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array
}

export interface ReadingOptions {
  /**
   * Lets the serial have more octets than it needs, for evidence on certificates that are in use so; a path never has
   * such a certificate.
   */
  readonly paddedSerial?: boolean
}

/** Reads for validation. Throws ParseError, with the offset, for all that is not DER or not RFC 5280's syntax. */
export function readChainCertificate(der: Uint8Array, { paddedSerial = false }: ReadingOptions = {}): ChainCertificate {
  const reader = new StrictDerReader(der)
  const [toBeSigned, algorithm, signature, more] = reader.children(
    expectTag(reader.root(), tags.sequence, 'certificate'),
  )
  if (more) throw new ParseError(more.offset, 'certificate: more than three fields')
  const outer = expectTag(algorithm, tags.sequence, 'signatureAlgorithm')
  const { bytes, unusedBits } = readBitString(reader, signature, 'signature')
  if (unusedBits !== 0) throw new ParseError(signature?.offset ?? 0, 'signature: not whole octets')
  const fields = readFields(reader, expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
  const [notBefore, notAfter, after] = reader.children(expectTag(fields.validity, tags.sequence, 'validity'))
  if (after) throw new ParseError(after.offset, 'validity: more than two times')
  const begin = readStrictTime(reader, notBefore, 'notBefore')
  const end = readStrictTime(reader, notAfter, 'notAfter')
  return {
    der,
    sha256: fingerprint(der),
    spkiSha256: toHex(sha256(reader.whole(fields.publicKey))),
    version: fields.version,
    serial: readIntegerHex(paddedSerial ? new DerReader(der) : reader, fields.serial, 'serial'),
    serialOctets: reader.content(fields.serial),
    toBeSigned: reader.whole(expectTag(toBeSigned, tags.sequence, 'tbsCertificate')),
    signatureAlgorithm: readAlgorithm(reader, outer),
    algorithmsAgree: Buffer.compare(reader.whole(outer), reader.whole(fields.algorithm)) === 0,
    signature: bytes,
    issuer: readComparableName(reader, fields.issuer, 'issuer'),
    subject: readComparableName(reader, fields.subject, 'subject'),
    issuerDer: reader.whole(fields.issuer),
    subjectDer: reader.whole(fields.subject),
    notBefore: begin.at,
    notAfter: end.at,
    timesConform: begin.conforming && end.conforming,
    publicKey: reader.whole(fields.publicKey),
    ...readChainExtensions(reader, fields.extensions),
  }
}

/** Throws ParseError. */
export function readAlgorithm(reader: DerReader, node: DerNode | undefined): AlgorithmIdentifier {
  const [oid, parameters, more] = reader.children(expectTag(node, tags.sequence, 'algorithm'))
  if (more) throw new ParseError(more.offset, 'algorithm: more than two fields')
  return {
    oid: readOid(reader, oid, 'algorithm'),
    parameters: parameters ? reader.whole(parameters) : null,
  }
}

interface Fields {
  readonly version: number
  readonly serial: DerNode
  readonly algorithm: DerNode
  readonly issuer: DerNode
  readonly validity: DerNode
  readonly subject: DerNode
  readonly publicKey: DerNode
  readonly extensions: DerNode | undefined
}

function readFields(reader: DerReader, toBeSigned: DerNode): Fields {
  const all = reader.children(toBeSigned)
  const versioned = all[0]?.tag === 0xa0 ? all[0] : undefined
  const version = versioned ? readSmallInteger(reader, reader.inside(versioned), 'version') + 1 : 1
  if (version > 3 || (versioned && version === 1)) throw new ParseError(toBeSigned.start, `version ${version}`)
  const [serial, algorithm, issuer, validity, subject, publicKey, ...optional] = versioned ? all.slice(1) : all
  expectOptional(optional, version)
  const end = toBeSigned.end
  return {
    version,
    serial: expectTag(serial, tags.integer, 'serialNumber', end),
    algorithm: expectTag(algorithm, tags.sequence, 'signature', end),
    issuer: expectTag(issuer, tags.sequence, 'issuer', end),
    validity: expectTag(validity, tags.sequence, 'validity', end),
    subject: expectTag(subject, tags.sequence, 'subject', end),
    publicKey: expectTag(publicKey, tags.sequence, 'subjectPublicKeyInfo', end),
    extensions: optional.find(({ tag }) => tag === 0xa3),
  }
}

/** RFC 5280 4.1: unique identifiers from version 2, extensions in version 3, each once and in order. */
function expectOptional(optional: readonly DerNode[], version: number): void {
  let last = 0
  for (const { tag, offset } of optional) {
    const known = tag === 0x81 || tag === 0x82 || tag === 0xa3
    if (!known || tag <= last) throw new ParseError(offset, `tbsCertificate: field 0x${tag.toString(16)}`)
    if (version < (tag === 0xa3 ? 3 : 2)) throw new ParseError(offset, `not in version ${version}`)
    last = tag
  }
}

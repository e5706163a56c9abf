import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readBitString, readSmallInteger } from '../der-values.ts'
import { ParseError } from '../parse-error.ts'
import { type AlgorithmIdentifier, readAlgorithm } from '../path/chain-certificate.ts'
import { type ComparableName, readComparableName } from '../path/distinguished-name.ts'
import { StrictDerReader } from '../strict-der.ts'
import { readStrictTime } from '../strict-time.ts'
import { crlLimits, RevokedEntries } from './crl-entries.ts'
import { type CrlExtensions, readCrlExtensions } from './crl-extensions.ts'

/** A revocation list (RFC 5280 5) as its judge needs it: read strictly and whole, nothing judged. */
export interface Crl extends CrlExtensions {
  readonly der: Uint8Array
  readonly version: 1 | 2
  readonly issuer: ComparableName
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  /** RFC 5280 5.1.2.4: UTCTime until 2049. */
  readonly timesConform: boolean
  readonly entries: RevokedEntries
  readonly toBeSigned: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly algorithmsAgree: boolean
  readonly signature: Uint8Array
}

/** Throws ParseError, with the offset, for all that is not DER or not RFC 5280's syntax. */
export function readCrl(der: Uint8Array): Crl {
  const reader = new StrictDerReader(der, crlLimits)
  const [signed, algorithm, signature, more] = reader.children(expectTag(reader.root(), tags.sequence, 'CRL'))
  if (more) throw new ParseError(more.offset, 'CRL: more than three fields')
  const toBeSigned = expectTag(signed, tags.sequence, 'tbsCertList')
  const outer = expectTag(algorithm, tags.sequence, 'signatureAlgorithm')
  const { bytes, unusedBits } = readBitString(reader, signature, 'signature')
  if (unusedBits !== 0) throw new ParseError(signature?.offset ?? 0, 'signature: not whole octets')
  const fields = readFields(reader, toBeSigned)
  const thisUpdate = readStrictTime(reader, fields.thisUpdate, 'thisUpdate')
  const nextUpdate = fields.nextUpdate ? readStrictTime(reader, fields.nextUpdate, 'nextUpdate') : null
  const extensions = readCrlExtensions(reader, fields.extensions)
  return {
    ...extensions,
    der,
    version: fields.version,
    issuer: readComparableName(reader, fields.issuer, 'issuer'),
    thisUpdate: thisUpdate.at,
    nextUpdate: nextUpdate?.at ?? null,
    timesConform: thisUpdate.conforming && nextUpdate?.conforming !== false,
    entries: new RevokedEntries(reader, fields.entries, {
      extended: fields.version === 2,
      indirect: extensions.issuingDistributionPoint?.indirect === true,
    }),
    toBeSigned: reader.whole(toBeSigned),
    signatureAlgorithm: readAlgorithm(reader, outer),
    algorithmsAgree: Buffer.compare(reader.whole(outer), reader.whole(fields.algorithm)) === 0,
    signature: bytes,
  }
}

/** As `readCrl`, with the error as a value. */
export function tryReadCrl(der: Uint8Array): Crl | ParseError {
  try {
    return readCrl(der)
  } catch (error) {
    if (error instanceof ParseError) return error
    throw error
  }
}

interface Fields {
  readonly version: 1 | 2
  readonly algorithm: DerNode
  readonly issuer: DerNode
  readonly thisUpdate: DerNode | undefined
  readonly nextUpdate: DerNode | undefined
  readonly entries: DerNode | undefined
  readonly extensions: DerNode | undefined
}

/** TBSCertList: version, nextUpdate, revokedCertificates and crlExtensions are optional. */
function readFields(reader: DerReader, toBeSigned: DerNode): Fields {
  const fields = reader.children(toBeSigned)
  const take = (...accepted: readonly number[]) =>
    fields[0] && accepted.includes(fields[0].tag) ? fields.shift() : undefined
  const versioned = take(tags.integer)
  // RFC 5280 5.1.2.1: the version is there where it is 2, whose number is 1.
  if (versioned && readSmallInteger(reader, versioned, 'version') !== 1)
    throw new ParseError(versioned.offset, 'version: neither absent nor 2')
  const version = versioned ? 2 : 1
  const algorithm = expectTag(take(tags.sequence), tags.sequence, 'signature', toBeSigned.end)
  const issuer = expectTag(take(tags.sequence), tags.sequence, 'issuer', toBeSigned.end)
  const read = {
    version,
    algorithm,
    issuer,
    thisUpdate: take(tags.utcTime, tags.generalizedTime),
    nextUpdate: take(tags.utcTime, tags.generalizedTime),
    entries: take(tags.sequence),
    extensions: take(0xa0),
  } as const
  const [stray] = fields
  if (stray) throw new ParseError(stray.offset, `tbsCertList: tag 0x${stray.tag.toString(16)} out of place`)
  if (read.extensions && version === 1) throw new ParseError(read.extensions.offset, 'extensions in version 1')
  return read
}

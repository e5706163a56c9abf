import { type DerNode, type DerReader, expectTag, tags } from '../der.ts'
import { readBitString, readOid, readSmallInteger } from '../der-values.ts'
import { hashes } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { type AlgorithmIdentifier, readAlgorithm } from '../path/chain-certificate.ts'
import { readExtension } from '../path/chain-extensions.ts'
import { readComparableName } from '../path/distinguished-name.ts'
import { StrictDerReader } from '../strict-der.ts'
import { readStrictTime } from '../strict-time.ts'
import type { RevocationReason } from './judgement.ts'
import { readReason } from './read-reason.ts'

/** OCSPResponseStatus (RFC 6960 4.2.1) by number; 4 is not used. */
const statuses = ['successful', 'malformedRequest', 'internalError', 'tryLater', null, 'sigRequired', 'unauthorized']

export interface CertificateId {
  /** Null where it is none that is known. */
  readonly hash: string | null
  readonly issuerNameHash: Uint8Array
  readonly issuerKeyHash: Uint8Array
  /** Content octets of the INTEGER, as the certificate has them. */
  readonly serial: Uint8Array
}

export interface SingleResponse {
  readonly id: CertificateId
  readonly status:
    | { readonly kind: 'good' | 'unknown' }
    | { readonly kind: 'revoked'; readonly revokedAt: number; readonly reason: RevocationReason | null }
  /** Milliseconds since 1970. */
  readonly thisUpdate: number
  readonly nextUpdate: number | null
  readonly unknownCritical: readonly string[]
  /** DER of the extension that holds SCTs (RFC 6962 3.3), not read; null where there is none. */
  readonly timestamps: Uint8Array | null
}

/** A BasicOCSPResponse (RFC 6960 4.2.1), read strictly, nothing judged. */
export interface OcspResponse {
  /** Key of the responder's name, or SHA-1 of its key. */
  readonly responder:
    | { readonly kind: 'name'; readonly key: string }
    | { readonly kind: 'key'; readonly hash: Uint8Array }
  readonly producedAt: number
  readonly responses: readonly SingleResponse[]
  readonly unknownCritical: readonly string[]
  readonly nonce: Uint8Array | null
  readonly toBeSigned: Uint8Array
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Uint8Array
  /** DER of the certificates that came with it, not read. */
  readonly certificates: readonly Uint8Array[]
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1'
const nonceOid = '1.3.6.1.5.5.7.48.1.2'
const timestampsOid = '1.3.6.1.4.1.11129.2.4.5'
/** They add to what a response says and change nothing of it: known, critical or not. */
const knownExtensions: ReadonlySet<string> = new Set([
  '1.3.6.1.5.5.7.48.1.3', // id-pkix-ocsp-crl (RFC 6960 4.4.2)
  '1.3.6.1.5.5.7.48.1.6', // id-pkix-ocsp-archive-cutoff (RFC 6960 4.4.4)
  '1.3.6.1.5.5.7.48.1.9', // id-pkix-ocsp-extended-revoke (RFC 6960 4.4.8)
  timestampsOid, // RFC 6962 3.3
])

/** An answer, or the responder's word that it has none. Throws ParseError for all that is not RFC 6960's syntax. */
export function readOcspResponse(der: Uint8Array): OcspResponse | { readonly error: string } {
  const reader = new StrictDerReader(der)
  const [status, wrapper, more] = reader.children(expectTag(reader.root(), tags.sequence, 'OCSPResponse'))
  if (more) throw new ParseError(more.offset, 'OCSPResponse: more than two fields')
  const [number = -1, second] = reader.content(expectTag(status, 0x0a, 'responseStatus'))
  const word = second === undefined ? statuses[number] : undefined
  if (!word) throw new ParseError(status?.offset ?? 0, 'responseStatus: no such status')
  if (number !== 0) {
    if (wrapper) throw new ParseError(wrapper.offset, `responseBytes with ${word}`)
    return { error: word }
  }
  const bytes = reader.inside(expectTag(wrapper, 0xa0, 'responseBytes', reader.bytes.length))
  const [type, content, stray] = reader.children(expectTag(bytes, tags.sequence, 'responseBytes'))
  if (stray) throw new ParseError(stray.offset, 'responseBytes: more than two fields')
  const oid = readOid(reader, type, 'responseType')
  if (oid !== basicResponse) throw new ParseError(type?.offset ?? 0, `responseType ${oid}`)
  return readBasic(reader, reader.inside(expectTag(content, tags.octetString, 'response')))
}

function readBasic(reader: DerReader, node: DerNode): OcspResponse {
  const [data, algorithm, signature, certificates, more] = reader.children(
    expectTag(node, tags.sequence, 'BasicOCSPResponse'),
  )
  if (more) throw new ParseError(more.offset, 'BasicOCSPResponse: more than four fields')
  const toBeSigned = expectTag(data, tags.sequence, 'tbsResponseData')
  const { bytes, unusedBits } = readBitString(reader, signature, 'signature')
  if (unusedBits !== 0) throw new ParseError(signature?.offset ?? 0, 'signature: not whole octets')
  const list = certificates && reader.inside(expectTag(certificates, 0xa0, 'certs'))
  return {
    ...readData(reader, toBeSigned),
    toBeSigned: reader.whole(toBeSigned),
    signatureAlgorithm: readAlgorithm(reader, algorithm),
    signature: bytes,
    certificates: list ? reader.children(expectTag(list, tags.sequence, 'certs')).map((one) => reader.whole(one)) : [],
  }
}

function readData(reader: DerReader, node: DerNode) {
  const fields = reader.children(node)
  // The default may be written out here: RFC 6960's own responders did.
  const version = fields[0]?.tag === 0xa0 ? fields.shift() : undefined
  if (version && readSmallInteger(reader, reader.inside(version), 'version') !== 0)
    throw new ParseError(version.offset, 'version: not 1')
  const [responder, producedAt, list, extensions, more] = fields
  if (more) throw new ParseError(more.offset, 'tbsResponseData: too many fields')
  const read = readExtensions(reader, extensions, 'responseExtensions')
  return {
    responder: readResponder(reader, responder),
    producedAt: readTime(reader, producedAt, 'producedAt'),
    responses: reader.children(expectTag(list, tags.sequence, 'responses')).map((one) => readSingle(reader, one)),
    unknownCritical: read.unknownCritical,
    nonce: read.nonce,
  }
}

function readResponder(reader: DerReader, node: DerNode | undefined): OcspResponse['responder'] {
  if (node?.tag === 0xa1)
    return { kind: 'name', key: readComparableName(reader, reader.inside(node), 'responderID').key }
  const key = reader.inside(expectTag(node, 0xa2, 'responderID'))
  return { kind: 'key', hash: reader.content(expectTag(key, tags.octetString, 'responderID')) }
}

function readSingle(reader: DerReader, node: DerNode): SingleResponse {
  const [id, status, thisUpdate, ...optional] = reader.children(expectTag(node, tags.sequence, 'SingleResponse'))
  const nextUpdate = optional[0]?.tag === 0xa0 ? optional.shift() : undefined
  const [extensions, more] = optional
  if (more) throw new ParseError(more.offset, 'SingleResponse: too many fields')
  const { unknownCritical, timestamps } = readExtensions(reader, extensions, 'singleExtensions')
  return {
    id: readId(reader, id),
    status: readStatus(reader, status),
    thisUpdate: readTime(reader, thisUpdate, 'thisUpdate'),
    nextUpdate: nextUpdate ? readTime(reader, reader.inside(nextUpdate), 'nextUpdate') : null,
    unknownCritical,
    timestamps,
  }
}

function readId(reader: DerReader, node: DerNode | undefined): CertificateId {
  const [algorithm, name, key, serial, more] = reader.children(expectTag(node, tags.sequence, 'certID'))
  if (more) throw new ParseError(more.offset, 'certID: more than four fields')
  return {
    hash: hashes.get(readAlgorithm(reader, algorithm).oid) ?? null,
    issuerNameHash: reader.content(expectTag(name, tags.octetString, 'issuerNameHash')),
    issuerKeyHash: reader.content(expectTag(key, tags.octetString, 'issuerKeyHash')),
    serial: reader.content(expectTag(serial, tags.integer, 'serialNumber')),
  }
}

function readStatus(reader: DerReader, node: DerNode | undefined): SingleResponse['status'] {
  const { tag, start, end, offset } = node ?? expectTag(node, 0x80, 'certStatus')
  if (tag === 0x80 || tag === 0x82) {
    if (start !== end) throw new ParseError(offset, 'certStatus: not empty')
    return { kind: tag === 0x80 ? 'good' : 'unknown' }
  }
  const [time, reason, more] = reader.children(expectTag(node, 0xa1, 'certStatus'))
  if (more) throw new ParseError(more.offset, 'revoked: more than two fields')
  return {
    kind: 'revoked',
    revokedAt: readTime(reader, time, 'revocationTime'),
    reason: reason ? readReason(reader, reader.inside(expectTag(reason, 0xa0, 'revocationReason'))) : null,
  }
}

function readTime(reader: DerReader, node: DerNode | undefined, what: string): number {
  return readStrictTime(reader, expectTag(node, tags.generalizedTime, what), what).at
}

/** `wrapper`: the field [1]. */
function readExtensions(reader: DerReader, wrapper: DerNode | undefined, what: string) {
  const unknownCritical: string[] = []
  const seen = new Set<string>()
  let nonce: Uint8Array | null = null
  let timestamps: Uint8Array | null = null
  if (wrapper === undefined) return { unknownCritical, nonce, timestamps }
  const list = reader.inside(expectTag(wrapper, 0xa1, what))
  for (const node of reader.children(expectTag(list, tags.sequence, what))) {
    const { oid, critical, value } = readExtension(reader, node)
    if (seen.has(oid)) throw new ParseError(node.offset, `extension ${oid} twice`)
    seen.add(oid)
    if (oid === nonceOid) nonce = nonceOf(reader, value)
    else if (oid === timestampsOid) timestamps = reader.content(value)
    else if (critical && !knownExtensions.has(oid)) unknownCritical.push(oid)
  }
  return { unknownCritical, nonce, timestamps }
}

/** An OCTET STRING inside the extension's own (RFC 9654 2.1); some responders leave the inner one out. */
function nonceOf(reader: DerReader, value: DerNode): Uint8Array {
  const content = reader.content(value)
  const wrapped = content[0] === tags.octetString && content[1] === content.length - 2
  return wrapped ? content.subarray(2) : content
}

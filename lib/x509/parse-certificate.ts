import { sha256Hex } from '#lib/core/ids.ts'
import type { Certificate } from './certificate.ts'
import { type CertificateDraft, certificateDraft } from './certificate-draft.ts'
import { readTime } from './certificate-time.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readIntegerHex, readSmallInteger } from './der-values.ts'
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { readExtensions } from './extensions.ts'
import { fingerprint } from './fingerprint.ts'
import { type Outline, verifiesUnderOwnKey } from './own-signature.ts'
import { readPublicKey } from './public-key.ts'
import { ReadOnce } from './read-once.ts'
import { readSignatureAlgorithm, type SignatureAlgorithm } from './signature-algorithm.ts'

/**
 * Reads a certificate (RFC 5280 4.1) tolerantly: whatever is wrong inside it stands in `problems`, with what could not
 * be read taken as allowing nothing (times out of date, no names, no CA).
 * Throws ParseError where the bytes have not the outer structure of a certificate, or exceed `derLimits`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const reader = new DerReader(der)
  const outline = readOutline(reader)
  const fields = readFields(reader, outline.toBeSigned)
  const draft = certificateDraft(reader.problems)
  draft.sha256 = fingerprint(der)
  readNames(reader, fields, draft)
  draft.version = readVersion(reader, fields.version)
  draft.serial = reader.attempt('serial', () => readIntegerHex(reader, fields.serial, 'serial'), draft.serial)
  readValidity(reader, fields.validity, draft)
  const { algorithm } = outline
  const signature = algorithms.read(reader, algorithm, () => readSignatureAlgorithm(reader, algorithm))
  draft.signatureAlgorithm = signature.name
  draft.signatureHash = signature.hash
  draft.signatureAlgorithmsAgree = reader.wholeLatin1(fields.algorithm) === reader.wholeLatin1(algorithm)
  draft.publicKey = readPublicKey(reader, fields.publicKey)
  draft.spkiSha256 = hashOf(reader, fields.publicKey)
  if (fields.extensions !== undefined) readExtensions(reader, fields.extensions, draft)
  if (maySignItself(draft)) decideWhenAsked(draft, Buffer.from(der), outline, fields.publicKey)
  return draft
}

/** What can be told without the work of a verification: names, algorithms, and a key of the signature's kind. */
function maySignItself(draft: CertificateDraft): boolean {
  if (draft.issuerNameSha256 !== draft.subjectNameSha256 || !draft.signatureAlgorithmsAgree) return false
  if (draft.signatureAlgorithm.startsWith('ecdsa-')) return draft.publicKey.algorithm === 'ec'
  return !draft.signatureAlgorithm.endsWith('WithRSAEncryption') || draft.publicKey.algorithm === 'rsa'
}

/** A verification takes several times as long as all the reading, and not everybody asks. `der` is the field's own copy. */
function decideWhenAsked(draft: CertificateDraft, der: Uint8Array, outline: Outline, publicKey: DerNode): void {
  Object.defineProperty(draft, 'selfSigned', {
    configurable: true,
    enumerable: true,
    get() {
      const value = verifiesUnderOwnKey(der, outline, publicKey)
      Object.defineProperty(draft, 'selfSigned', { value, configurable: true, enumerable: true, writable: true })
      return value
    },
  })
}

interface ReadName extends DistinguishedName {
  readonly sha256: string
}

const issuers = new ReadOnce<ReadName>(500)
const algorithms = new ReadOnce<SignatureAlgorithm>(50)

function readNames(reader: DerReader, fields: Fields, into: CertificateDraft): void {
  const issuer = issuers.read(reader, fields.issuer, () => readName(reader, fields.issuer))
  const subject = readName(reader, fields.subject)
  into.issuer = issuer.text
  into.issuerNameSha256 = issuer.sha256
  into.subject = subject.text
  into.subjectCommonNames = subject.commonNames
  into.subjectNameSha256 = subject.sha256
}

function readName(reader: DerReader, node: DerNode): ReadName {
  const { text, commonNames } = readDistinguishedName(reader, node)
  return { text, commonNames, sha256: hashOf(reader, node) }
}

function readValidity(reader: DerReader, node: DerNode, into: CertificateDraft): void {
  const times = reader.attempt('validity', () => reader.children(node), nothing)
  into.notBefore = reader.attempt('validity', () => readTime(reader, times[0], 'notBefore'), into.notBefore)
  into.notAfter = reader.attempt('validity', () => readTime(reader, times[1], 'notAfter'), into.notAfter)
}

const nothing: readonly DerNode[] = []

function readOutline(reader: DerReader): Outline {
  const parts = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  const signature = expectTag(parts[2], tags.bitString, 'signature')
  return {
    toBeSigned: expectTag(parts[0], tags.sequence, 'tbsCertificate'),
    algorithm: expectTag(parts[1], tags.sequence, 'signatureAlgorithm'),
    signature,
  }
}

interface Fields {
  readonly version: DerNode | undefined
  readonly serial: DerNode
  readonly algorithm: DerNode
  readonly issuer: DerNode
  readonly validity: DerNode
  readonly subject: DerNode
  readonly publicKey: DerNode
  readonly extensions: DerNode | undefined
}

/** The fields in their places; their tags tell a certificate from a CRL or a request. */
function readFields(reader: DerReader, toBeSigned: DerNode): Fields {
  const all = reader.children(toBeSigned)
  const version = all[0]?.tag === 0xa0 ? all[0] : undefined
  const first = version === undefined ? 0 : 1
  const missingAt = toBeSigned.end
  return {
    version,
    serial: expectTag(all[first], tags.integer, 'serialNumber', missingAt),
    algorithm: expectTag(all[first + 1], tags.sequence, 'signature', missingAt),
    issuer: expectTag(all[first + 2], tags.sequence, 'issuer', missingAt),
    validity: expectTag(all[first + 3], tags.sequence, 'validity', missingAt),
    subject: expectTag(all[first + 4], tags.sequence, 'subject', missingAt),
    publicKey: expectTag(all[first + 5], tags.sequence, 'subjectPublicKeyInfo', missingAt),
    extensions: all.find(({ tag }, at) => tag === 0xa3 && at > first + 5),
  }
}

/** Version 1 is the default and encoded as 0. */
function readVersion(reader: DerReader, node: DerNode | undefined): number {
  if (node === undefined) return 1
  return reader.attempt('version', () => readSmallInteger(reader, reader.inside(node), 'version') + 1, 0)
}

function hashOf(reader: DerReader, node: DerNode): string {
  return sha256Hex(reader.whole(node))
}

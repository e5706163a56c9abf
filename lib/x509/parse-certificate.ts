import { sha256Hex } from '#lib/core/ids.ts'
import type { Certificate } from './certificate.ts'
import { readTime, unreadableNotAfter, unreadableNotBefore } from './certificate-time.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readIntegerHex, readSmallInteger } from './der-values.ts'
import { type DistinguishedName, readDistinguishedName } from './distinguished-name.ts'
import { noExtensions } from './extension-fields.ts'
import { readExtensions } from './extensions.ts'
import { fingerprint } from './fingerprint.ts'
import { opensslCertificate, signatureVerifies } from './openssl-certificate.ts'
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
  const { toBeSigned, outerAlgorithm } = readOutline(reader)
  const fields = readFields(reader, toBeSigned)
  const issuer = names.read(reader, fields.issuer, () => readName(reader, fields.issuer))
  const subject = readName(reader, fields.subject)
  const signature = algorithms.read(reader, outerAlgorithm, () => readSignatureAlgorithm(reader, outerAlgorithm))
  const validity = reader.attempt('validity', () => reader.children(fields.validity), [])
  return {
    sha256: fingerprint(der),
    spkiSha256: hashOf(reader, fields.publicKey),
    version: readVersion(reader, fields.version),
    serial: reader.attempt('serial', () => readIntegerHex(reader, fields.serial, 'serial'), ''),
    issuer: issuer.text,
    subject: subject.text,
    subjectCommonNames: subject.commonNames,
    issuerNameSha256: issuer.sha256,
    subjectNameSha256: subject.sha256,
    notBefore: reader.attempt('validity', () => readTime(reader, validity[0], 'notBefore'), unreadableNotBefore),
    notAfter: reader.attempt('validity', () => readTime(reader, validity[1], 'notAfter'), unreadableNotAfter),
    publicKey: readPublicKey(reader, fields.publicKey),
    signatureAlgorithm: signature.name,
    signatureHash: signature.hash,
    signatureAlgorithmsAgree: Buffer.compare(reader.whole(fields.algorithm), reader.whole(outerAlgorithm)) === 0,
    ...(fields.extensions === undefined ? noExtensions : readExtensions(reader, fields.extensions)),
    selfSigned: issuer.sha256 === subject.sha256 && verifiesUnderOwnKey(der),
    problems: reader.problems,
  }
}

interface ReadName extends DistinguishedName {
  readonly sha256: string
}

const names = new ReadOnce<ReadName>(1000)
const algorithms = new ReadOnce<SignatureAlgorithm>(100)

function readName(reader: DerReader, node: DerNode): ReadName {
  const { text, commonNames } = readDistinguishedName(reader, node)
  return { text, commonNames, sha256: hashOf(reader, node) }
}

function readOutline(reader: DerReader): { toBeSigned: DerNode; outerAlgorithm: DerNode } {
  const parts = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  expectTag(parts[2], tags.bitString, 'signature')
  return {
    toBeSigned: expectTag(parts[0], tags.sequence, 'tbsCertificate'),
    outerAlgorithm: expectTag(parts[1], tags.sequence, 'signatureAlgorithm'),
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

function verifiesUnderOwnKey(der: Uint8Array): boolean {
  const certificate = opensslCertificate(der)
  return certificate !== null && signatureVerifies(certificate, certificate)
}

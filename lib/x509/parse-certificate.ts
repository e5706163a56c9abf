import { sha256, toHex } from '#lib/core/ids.ts'
import type { Certificate } from './certificate.ts'
import { readTime, unreadableNotAfter, unreadableNotBefore } from './certificate-time.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readIntegerHex, readSmallInteger } from './der-values.ts'
import { readDistinguishedName } from './distinguished-name.ts'
import { noExtensions } from './extension-fields.ts'
import { readExtensions } from './extensions.ts'
import { fingerprint } from './fingerprint.ts'
import { opensslCertificate, signatureVerifies } from './openssl-certificate.ts'
import { readPublicKey } from './public-key.ts'
import { readSignatureAlgorithm } from './signature-algorithm.ts'

/**
 * Reads a certificate (RFC 5280 4.1) tolerantly: whatever is wrong inside it stands in `problems`, with what could not
 * be read taken as allowing nothing (times out of date, no names, no CA).
 * Throws ParseError where the bytes have not the outer structure of a certificate, or exceed `derLimits`.
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const reader = new DerReader(der)
  const { toBeSigned, outerAlgorithm } = readOutline(reader)
  const fields = readFields(reader, toBeSigned)
  const issuer = readDistinguishedName(reader, fields.issuer)
  const subject = readDistinguishedName(reader, fields.subject)
  const signature = readSignatureAlgorithm(reader, outerAlgorithm)
  const [notBefore, notAfter] = reader.attempt('validity', () => reader.children(fields.validity), [])
  const issuerNameSha256 = hashOf(reader, fields.issuer)
  const subjectNameSha256 = hashOf(reader, fields.subject)
  return {
    sha256: fingerprint(der),
    spkiSha256: hashOf(reader, fields.publicKey),
    version: readVersion(reader, fields.version),
    serial: reader.attempt('serial', () => readIntegerHex(reader, fields.serial, 'serial'), ''),
    issuer: issuer.text,
    subject: subject.text,
    subjectCommonNames: subject.commonNames,
    issuerNameSha256,
    subjectNameSha256,
    notBefore: reader.attempt('validity', () => readTime(reader, notBefore, 'notBefore'), unreadableNotBefore),
    notAfter: reader.attempt('validity', () => readTime(reader, notAfter, 'notAfter'), unreadableNotAfter),
    publicKey: readPublicKey(reader, fields.publicKey),
    signatureAlgorithm: signature.name,
    signatureHash: signature.hash,
    signatureAlgorithmsAgree: Buffer.compare(reader.whole(fields.algorithm), reader.whole(outerAlgorithm)) === 0,
    ...(fields.extensions === undefined ? noExtensions : readExtensions(reader, fields.extensions)),
    selfSigned: issuerNameSha256 === subjectNameSha256 && verifiesUnderOwnKey(der),
    problems: reader.problems,
  }
}

function readOutline(reader: DerReader): { toBeSigned: DerNode; outerAlgorithm: DerNode } {
  const [toBeSigned, algorithm, signature] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
  expectTag(signature, tags.bitString, 'signature')
  return {
    toBeSigned: expectTag(toBeSigned, tags.sequence, 'tbsCertificate'),
    outerAlgorithm: expectTag(algorithm, tags.sequence, 'signatureAlgorithm'),
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
  const [serial, algorithm, issuer, validity, subject, publicKey, ...optional] =
    version === undefined ? all : all.slice(1)
  const missingAt = toBeSigned.end
  return {
    version,
    serial: expectTag(serial, tags.integer, 'serialNumber', missingAt),
    algorithm: expectTag(algorithm, tags.sequence, 'signature', missingAt),
    issuer: expectTag(issuer, tags.sequence, 'issuer', missingAt),
    validity: expectTag(validity, tags.sequence, 'validity', missingAt),
    subject: expectTag(subject, tags.sequence, 'subject', missingAt),
    publicKey: expectTag(publicKey, tags.sequence, 'subjectPublicKeyInfo', missingAt),
    extensions: optional.find(({ tag }) => tag === 0xa3),
  }
}

/** Version 1 is the default and encoded as 0. */
function readVersion(reader: DerReader, node: DerNode | undefined): number {
  if (node === undefined) return 1
  return reader.attempt('version', () => readSmallInteger(reader, reader.inside(node), 'version') + 1, 0)
}

function hashOf(reader: DerReader, node: DerNode): string {
  return toHex(sha256(reader.whole(node)))
}

function verifiesUnderOwnKey(der: Uint8Array): boolean {
  const certificate = opensslCertificate(der)
  return certificate !== null && signatureVerifies(certificate, certificate)
}

import { createHash } from 'node:crypto'
import { dayMs, hourMs } from '#lib/core/time.ts'
import type { Issued } from '../certificates.ts'
import {
  bitString,
  contextConstructed,
  contextPrimitive,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  tlv,
} from './der-writer.ts'
import { signatureAlgorithm, signWith } from './key-pair.ts'

/** DER of an OCSP response (RFC 6960 4.2.1) by the issuer itself: good, made an hour ago, for a week. */
export function ocspResponse(leaf: Issued, issuer: Issued, now = Date.now()): Buffer {
  const { serial, issuerName } = serialAndIssuer(leaf.der)
  const issuerKeyHash = sha1(keyBits(issuer.key.spki))
  const certificateId = sequence(
    sequence(objectIdentifier('1.3.14.3.2.26'), nullValue()),
    octetString(sha1(issuerName)),
    octetString(issuerKeyHash),
    serial,
  )
  const single = sequence(
    certificateId,
    contextPrimitive(0, Buffer.alloc(0)),
    generalizedTime(now - hourMs),
    contextConstructed(0, generalizedTime(now + 7 * dayMs)),
  )
  const data = sequence(
    contextConstructed(2, octetString(issuerKeyHash)),
    generalizedTime(now - hourMs),
    sequence(single),
  )
  const signature = bitString(signWith(issuer.key, 'sha256', data))
  const basic = sequence(data, signatureAlgorithm(issuer.key.algorithm, 'sha256'), signature)
  const bytes = sequence(objectIdentifier('1.3.6.1.5.5.7.48.1.1'), octetString(basic))
  return sequence(tlv(0x0a, Buffer.of(0)), contextConstructed(0, bytes))
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest()
}

function generalizedTime(at: number): Buffer {
  const digits = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '')
  return tlv(0x18, Buffer.from(`${digits}Z`))
}

/** Serial number and issuer of a certificate, whole elements. */
function serialAndIssuer(certificate: Buffer): { serial: Buffer; issuerName: Buffer } {
  const [tbs] = elements(contentOf(certificate))
  const fields = elements(contentOf(tbs ?? Buffer.alloc(0))).filter((field) => field[0] !== 0xa0)
  const [serial, , issuerName] = fields
  if (!serial || !issuerName) throw new Error('not a certificate')
  return { serial, issuerName }
}

/** The bits of the subjectPublicKey alone, which key hashes are taken over. */
function keyBits(spki: Buffer): Buffer {
  const bits = elements(contentOf(spki))[1]
  if (!bits) throw new Error('not a SubjectPublicKeyInfo')
  return contentOf(bits).subarray(1)
}

function elements(content: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < content.length; ) {
    const { header, length } = lengthAt(content, at)
    found.push(content.subarray(at, at + header + length))
    at += header + length
  }
  return found
}

function contentOf(element: Buffer): Buffer {
  const { header, length } = lengthAt(element, 0)
  return element.subarray(header, header + length)
}

function lengthAt(bytes: Buffer, at: number): { header: number; length: number } {
  const first = bytes[at + 1] ?? 0
  if (first < 0x80) return { header: 2, length: first }
  const octets = first & 0x7f
  return { header: 2 + octets, length: bytes.readUIntBE(at + 2, octets) }
}

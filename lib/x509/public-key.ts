import type { PublicKeyFacts } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { readBitString, readIntegerHex, readOid } from './der-values.ts'
import { curves, keyAlgorithms } from './oids.ts'
import { ParseError } from './parse-error.ts'
import { ReadOnce } from './read-once.ts'

/** Reads a SubjectPublicKeyInfo. What can't be read is noted and null; an unreadable algorithm is `unknown`. */
export function readPublicKey(reader: DerReader, spki: DerNode): PublicKeyFacts {
  return reader.attempt(
    'public key',
    () => {
      const parts = reader.children(expectTag(spki, tags.sequence, 'SubjectPublicKeyInfo'))
      const identifier = expectTag(parts[0], tags.sequence, 'algorithm', spki.offset)
      const kind = kinds.read(reader, identifier, () => readKind(reader, identifier))
      if (kind.algorithm !== 'rsa' && kind.algorithm !== 'rsa-pss') return kind
      return { ...kind, ...reader.attempt('public key', () => readRsa(reader, parts[1]), {}) }
    },
    { algorithm: 'unknown', ...nothing },
  )
}

const nothing = { bits: null, curve: null, exponent: null }
const kinds = new ReadOnce<PublicKeyFacts>(100)

/** What the AlgorithmIdentifier tells, which is all but what stands in a key of RSA. */
function readKind(reader: DerReader, identifier: DerNode): PublicKeyFacts {
  const [oidNode, parameters] = reader.children(identifier)
  const oid = readOid(reader, oidNode, 'algorithm')
  const algorithm = keyAlgorithms.get(oid) ?? oid
  const detail = reader.attempt('public key', () => readParameters(reader, algorithm, parameters), {})
  return { algorithm, ...nothing, ...detail }
}

function readParameters(
  reader: DerReader,
  algorithm: string,
  parameters: DerNode | undefined,
): Partial<PublicKeyFacts> {
  if (algorithm === 'ec') return readCurve(reader, parameters)
  // RFC 3279 2.3.2: the first parameter is the prime p.
  if (algorithm === 'dsa' && parameters?.tag === tags.sequence) {
    return { bits: bitLength(readIntegerHex(reader, reader.children(parameters)[0], 'prime')) }
  }
  return {}
}

/** RFC 8017 A.1.1. */
function readRsa(reader: DerReader, key: DerNode | undefined): Partial<PublicKeyFacts> {
  const { start } = readBitString(reader, key, 'RSA key')
  if (key === undefined) return {}
  const [modulus, exponent] = reader.children(
    expectTag(reader.inside({ ...key, start }), tags.sequence, 'RSA key', key.offset),
  )
  const bits = bitLength(readIntegerHex(reader, modulus, 'modulus'))
  const hex = readIntegerHex(reader, exponent, 'exponent')
  // Decimal conversion is quadratic: an exponent longer than any modulus in use is not worth it.
  if (hex.length > 4096) throw new ParseError(exponent?.offset ?? 0, 'exponent too long')
  return { bits, exponent: hex.startsWith('-') ? `-${BigInt(`0x${hex.slice(1)}`)}` : BigInt(`0x${hex}`).toString() }
}

/** RFC 5480 2.1.1: a named curve; the other choice, explicit parameters, is forbidden there and named as such. */
function readCurve(reader: DerReader, parameters: DerNode | undefined): Partial<PublicKeyFacts> {
  if (parameters === undefined) throw new ParseError(0, 'no curve')
  if (parameters.tag === tags.sequence) {
    return { curve: 'explicit', bits: reader.attempt('curve', () => explicitFieldBits(reader, parameters), null) }
  }
  const oid = readOid(reader, parameters, 'curve')
  const known = curves.get(oid)
  return known === undefined ? { curve: oid } : { curve: known.name, bits: known.bits }
}

/** SEC 1 C.2: version, then fieldID with the prime; null for binary fields. */
function explicitFieldBits(reader: DerReader, parameters: DerNode): number | null {
  const field = expectTag(reader.children(parameters)[1], tags.sequence, 'field', parameters.offset)
  const [type, prime] = reader.children(field)
  return readOid(reader, type, 'field type') === '1.2.840.10045.1.1'
    ? bitLength(readIntegerHex(reader, prime, 'prime'))
    : null
}

function bitLength(hex: string): number {
  const digits = hex.replace(/^-?0*/, '')
  const first = Number.parseInt(digits[0] ?? '0', 16)
  return digits.length === 0 ? 0 : (digits.length - 1) * 4 + (32 - Math.clz32(first))
}

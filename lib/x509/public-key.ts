import type { PublicKeyFacts } from './certificate.ts'
import { type DerNode, type DerReader, expectTag, tags } from './der.ts'
import { bitStringStart, readBitLength, readIntegerHex, readOid } from './der-values.ts'
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
      return reader.attempt('public key', () => readRsa(reader, kind, parts[1]), kind)
    },
    { algorithm: 'unknown', ...nothing },
  )
}

const nothing = { bits: null, curve: null, exponent: null }
const kinds = new ReadOnce<PublicKeyFacts>(50)

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
    return { bits: readBitLength(reader, reader.children(parameters)[0], 'prime') }
  }
  return {}
}

/** RFC 8017 A.1.1. */
function readRsa(reader: DerReader, kind: PublicKeyFacts, key: DerNode | undefined): PublicKeyFacts {
  const start = bitStringStart(reader, key, 'RSA key')
  if (key === undefined) return kind
  const parts = reader.children(expectTag(reader.inside({ ...key, start }), tags.sequence, 'RSA key'))
  const bits = readBitLength(reader, parts[0], 'modulus')
  return { algorithm: kind.algorithm, bits, curve: null, exponent: readExponent(reader, parts[1]) }
}

function readExponent(reader: DerReader, node: DerNode | undefined): string {
  const hex = readIntegerHex(reader, node, 'exponent')
  if (hex === '010001') return '65537'
  // Decimal conversion is quadratic: an exponent longer than any modulus in use is not worth it.
  if (hex.length > 4096) throw new ParseError(node?.offset ?? 0, 'exponent too long')
  return hex.startsWith('-') ? `-${BigInt(`0x${hex.slice(1)}`)}` : BigInt(`0x${hex}`).toString()
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
  return readOid(reader, type, 'field type') === '1.2.840.10045.1.1' ? readBitLength(reader, prime, 'prime') : null
}

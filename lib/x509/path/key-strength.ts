import { type DerNode, expectTag, tags } from '../der.ts'
import { readBitString, readOid } from '../der-values.ts'
import { curves, keyAlgorithms } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { StrictDerReader } from '../strict-der.ts'

/** What says how strong a key is: read from its bytes, since a leaf's key need not be imported for it. */
export type KeyStrength =
  | { readonly kind: 'rsa'; readonly bits: number }
  /** `curve`: as `curves` names it, the OID of another, or `explicit`. */
  | { readonly kind: 'ec'; readonly curve: string }
  | { readonly kind: 'dsa' | 'other' }

/** Of a SubjectPublicKeyInfo; `other` where it can't be read, which a signature under it will show. */
export function keyStrength(publicKey: Uint8Array): KeyStrength {
  try {
    const reader = new StrictDerReader(publicKey)
    const [identifier, bits] = reader.children(expectTag(reader.root(), tags.sequence, 'subjectPublicKeyInfo'))
    const [oid, parameters] = reader.children(expectTag(identifier, tags.sequence, 'algorithm'))
    const algorithm = keyAlgorithms.get(readOid(reader, oid, 'algorithm'))
    if (algorithm === 'rsa' || algorithm === 'rsa-pss') return { kind: 'rsa', bits: modulusBits(reader, bits) }
    if (algorithm === 'ec') return { kind: 'ec', curve: curveOf(reader, parameters) }
    return { kind: algorithm === 'dsa' ? 'dsa' : 'other' }
  } catch (error) {
    if (error instanceof ParseError) return { kind: 'other' }
    throw error
  }
}

/** RFC 8017 A.1.1. */
function modulusBits(reader: StrictDerReader, bits: DerNode | undefined): number {
  const { start } = readBitString(reader, bits, 'RSA key')
  const key = expectTag(bits, tags.bitString, 'RSA key')
  const [modulus] = reader.children(expectTag(reader.inside({ ...key, start }), tags.sequence, 'RSA key'))
  const octets = reader.content(expectTag(modulus, tags.integer, 'modulus'))
  const from = octets[0] === 0 ? 1 : 0
  return (octets.length - from) * 8 - (Math.clz32(octets[from] ?? 0) - 24)
}

/** RFC 5480 2.1.1: a named curve; the other choice is forbidden there. */
function curveOf(reader: StrictDerReader, parameters: DerNode | undefined): string {
  if (parameters?.tag !== tags.objectIdentifier) return 'explicit'
  const oid = readOid(reader, parameters, 'curve')
  return curves.get(oid)?.name ?? oid
}

import { type DerNode, expectTag, tags } from '../der.ts'
import { readBitString, readIntegerHex, readOid } from '../der-values.ts'
import { curves, keyAlgorithms } from '../oids.ts'
import { ParseError } from '../parse-error.ts'
import { StrictDerReader } from '../strict-der.ts'

/** What says how strong a key is: read from its bytes, since a leaf's key need not be imported for it. */
export type KeyStrength =
  | { readonly kind: 'rsa'; readonly bits: number }
  /** `curve`: as `curves` names it, the OID of another, or `explicit`. */
  | { readonly kind: 'ec'; readonly curve: string }
  | { readonly kind: 'dsa' }
  /** Of a known algorithm. */
  | { readonly kind: 'other'; readonly algorithm: string }
  /** Of an algorithm that nobody here knows. */
  | { readonly kind: 'unknown' }
  /** No key that could be used safely, whatever its size. */
  | { readonly kind: 'unsound'; readonly why: string }

/** Of a SubjectPublicKeyInfo. */
export function keyStrength(publicKey: Uint8Array): KeyStrength {
  try {
    const reader = new StrictDerReader(publicKey)
    const [identifier, bits, more] = reader.children(expectTag(reader.root(), tags.sequence, 'subjectPublicKeyInfo'))
    const [oid, parameters] = reader.children(expectTag(identifier, tags.sequence, 'algorithm'))
    const { unusedBits, start } = readBitString(reader, bits, 'subjectPublicKey')
    if (more || bits === undefined || unusedBits !== 0 || start === bits.end)
      return unsound('its subjectPublicKeyInfo is malformed')
    const algorithm = keyAlgorithms.get(readOid(reader, oid, 'algorithm'))
    if (algorithm === 'rsa' || algorithm === 'rsa-pss') return rsaStrength(reader, { ...bits, start })
    if (algorithm === 'ec') return ecStrength(reader, parameters, { ...bits, start })
    if (algorithm === 'dsa') return { kind: 'dsa' }
    return algorithm === undefined ? { kind: 'unknown' } : { kind: 'other', algorithm }
  } catch (error) {
    if (error instanceof ParseError) return unsound(`its subjectPublicKeyInfo is malformed: ${error.message}`)
    throw error
  }
}

/** Algorithms of a known kind that cost about as much as P-256 does, or less. */
const fast: ReadonlySet<string> = new Set(['P-256', 'ed25519'])
const slow: ReadonlySet<string> = new Set(['P-384', 'secp256k1', 'ed448', 'ml-dsa-44', 'ml-dsa-65'])

/**
 * What it costs to verify a signature under a key, in signatures under P-256 or RSA of 4096 bits. Others take OpenSSL
 * twenty and fifty times as long, and chains of them are usual: they count for less than that.
 */
export function verificationCost(publicKey: Uint8Array): number {
  const strength = keyStrength(publicKey)
  if (strength.kind === 'rsa') return strength.bits <= 4096 ? 1 : 4
  const name = strength.kind === 'ec' ? strength.curve : strength.kind === 'other' ? strength.algorithm : ''
  if (fast.has(name)) return 1
  return slow.has(name) ? 4 : 8
}

function unsound(why: string): KeyStrength {
  return { kind: 'unsound', why }
}

/**
 * RFC 8017 A.1.1 and 3.1: modulus and exponent are odd, and the exponent is 3 at least. Under the exponent 1 anybody
 * signs; one of more than 33 bits serves nobody but who wants others to compute.
 */
function rsaStrength(reader: StrictDerReader, content: DerNode): KeyStrength {
  const numbers = reader.children(expectTag(reader.inside(content), tags.sequence, 'RSA key'))
  const [modulus = 0n, exponent = 0n] = numbers.map((number) => magnitude(readIntegerHex(reader, number, 'RSA key')))
  if (numbers.length !== 2 || modulus % 2n === 0n || exponent % 2n === 0n) return unsound('it is no RSA key')
  if (exponent < 3n || exponent >= 2n ** 33n) return unsound('RSA with an exponent that is not safe')
  return { kind: 'rsa', bits: modulus.toString(2).length }
}

function magnitude(hex: string): bigint {
  return hex.startsWith('-') ? 0n : BigInt(`0x${hex}`)
}

/** RFC 5480 2.1.1: a named curve, the other choices are forbidden there; 2.2: a point, whole or compressed. */
function ecStrength(reader: StrictDerReader, parameters: DerNode | undefined, { start, end }: DerNode): KeyStrength {
  if (parameters?.tag !== tags.objectIdentifier) return { kind: 'ec', curve: 'explicit' }
  const oid = readOid(reader, parameters, 'curve')
  const known = curves.get(oid)
  if (known === undefined) return { kind: 'ec', curve: oid }
  const form = reader.bytes[start]
  const coordinates = form === 4 ? 2 : form === 2 || form === 3 ? 1 : Number.NaN
  return end - start === 1 + coordinates * Math.ceil(known.bits / 8)
    ? { kind: 'ec', curve: known.name }
    : unsound(`it is no point of the curve ${known.name}`)
}

import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { withoutTraces } from '#lib/core/without-traces.ts'
import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { readBitString, readOid } from './der-values.ts'
import { curves, keyAlgorithms } from './oids.ts'
import { ParseError } from './parse-error.ts'

/** Curves whose keys OpenSSL takes as JWK, with the size of a coordinate in bytes (RFC 7518 6.2.1, RFC 8812 3.1). */
const jwkCurves: ReadonlyMap<string, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
  ['secp256k1', 32],
])

/** A public key that can be verified with. */
export interface SubjectKey {
  readonly key: KeyObject
  /** The named curve, as `curves` names it; null where there is none. KeyObject tells it too, at the cost of a signature. */
  readonly curve: string | null
}

/** The public key of a certificate (DER), ready to verify with; null where it can't be read or OpenSSL can't use it. */
export function subjectKey(certificate: Uint8Array): KeyObject | null {
  return readSubjectKey(certificate)?.key ?? null
}

/** As `subjectKey`. The usual kinds go in as JWK: an import from DER costs seven times as much. */
export function readSubjectKey(certificate: Uint8Array): SubjectKey | null {
  try {
    const reader = new DerReader(certificate)
    const [toBeSigned] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
    const fields = reader.children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
    const spki = expectTag(fields[fields[0]?.tag === 0xa0 ? 6 : 5], tags.sequence, 'subjectPublicKeyInfo')
    const jwk = jwkOf(reader, spki)
    const key = imported(jwk, reader.whole(spki))
    return key && { key, curve: jwk?.kty === 'EC' ? (jwk.crv ?? null) : curveOf(key) }
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

/** OpenSSL's errors carry no class, so all that these calls throw counts as theirs. */
function imported(jwk: JsonWebKey | null, spki: Uint8Array): KeyObject | null {
  try {
    return withoutTraces(() =>
      jwk === null
        ? createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
        : createPublicKey({ key: jwk, format: 'jwk' }),
    )
  } catch {
    return null
  }
}

function curveOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | null {
  return asymmetricKeyType === 'ec' ? (asymmetricKeyDetails?.namedCurve ?? null) : null
}

/** Null for a kind that JWK has no form for, or none that OpenSSL takes. */
function jwkOf(reader: DerReader, spki: DerNode): JsonWebKey | null {
  const [identifier, key] = reader.children(spki)
  const [oid, parameters] = reader.children(expectTag(identifier, tags.sequence, 'algorithm', spki.offset))
  const { bytes, start } = readBitString(reader, key, 'public key')
  switch (keyAlgorithms.get(readOid(reader, oid, 'algorithm'))) {
    case 'rsa': {
      if (key === undefined) return null
      const [modulus, exponent] = reader.children(reader.inside({ ...key, start }))
      return { kty: 'RSA', n: unsigned(reader, modulus), e: unsigned(reader, exponent) }
    }
    case 'ec':
      return parameters?.tag === tags.objectIdentifier ? pointJwk(readOid(reader, parameters, 'curve'), bytes) : null
    case 'ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: base64url(bytes) }
    case 'ed448':
      return { kty: 'OKP', crv: 'Ed448', x: base64url(bytes) }
    default:
      return null
  }
}

/** An uncompressed point (SEC 1 2.3.3); others go the long way. */
function pointJwk(curveOid: string, point: Uint8Array): JsonWebKey | null {
  const crv = curves.get(curveOid)?.name
  const width = crv === undefined ? undefined : jwkCurves.get(crv)
  if (crv === undefined || width === undefined || point[0] !== 4 || point.length !== 1 + 2 * width) return null
  return { kty: 'EC', crv, x: base64url(point.subarray(1, 1 + width)), y: base64url(point.subarray(1 + width)) }
}

/** Content of a positive INTEGER without its leading zero. Throws ParseError for a negative one. */
function unsigned(reader: DerReader, node: DerNode | undefined): string {
  const content = reader.content(expectTag(node, tags.integer, 'RSA key'))
  const [first = 0x80] = content
  if (first >= 0x80) throw new ParseError(node?.offset ?? 0, 'not a positive number')
  return base64url(first === 0 ? content.subarray(1) : content)
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

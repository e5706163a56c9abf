import type { KeyAgreement } from './agreement.ts'
import { FiniteField, ffdhePrime } from './finite-field.ts'
import { Hybrid } from './hybrid.ts'
import { MlKem, type MlKemKind, mlKemSizes } from './ml-kem.ts'
import { Montgomery } from './montgomery.ts'
import { NistCurve, OtherCurve } from './weierstrass.ts'

export type { KeyAgreement } from './agreement.ts'

const agreements = new Map<number, KeyAgreement | null>()

/**
 * This process's key of a group (wire value of IANA "TLS Supported Groups"); null for a group on which this Node can't
 * agree. Made at the first call and used from then on: what is observed needs no forward secrecy, and a fresh key costs
 * as much as half of a handshake.
 */
export function keyAgreement(group: number): KeyAgreement | null {
  const known = agreements.get(group)
  if (known !== undefined) return known
  const made = make(group)
  agreements.set(group, made)
  return made
}

const makers: Readonly<Record<number, () => KeyAgreement | null>> = {
  23: () => new NistCurve('P-256'),
  24: () => new NistCurve('P-384'),
  25: () => new NistCurve('P-521'),
  29: () => new Montgomery('X25519'),
  30: () => new Montgomery('X448'),
  256: () => finiteField(2048),
  257: () => finiteField(3072),
  258: () => finiteField(4096),
  259: () => finiteField(6144),
  260: () => finiteField(8192),
  512: () => new MlKem('ml-kem-512'),
  513: () => new MlKem('ml-kem-768'),
  514: () => new MlKem('ml-kem-1024'),
  // draft-ietf-tls-ecdhe-mlkem 3: X25519MLKEM768 puts ML-KEM first, the other two the curve.
  4587: () => hybrid({ group: 23, peerBytes: 65 }, 'ml-kem-768', 'curve'),
  4588: () => hybrid({ group: 29, peerBytes: 32 }, 'ml-kem-768', 'ml-kem'),
  4589: () => hybrid({ group: 24, peerBytes: 97 }, 'ml-kem-1024', 'curve'),
}

/** Names in OpenSSL of the groups of RFC 8422 and RFC 7027 that TLS 1.3 dropped, and those of RFC 8734. */
const otherCurves: Readonly<Record<number, string>> = {
  9: 'sect283k1',
  10: 'sect283r1',
  11: 'sect409k1',
  12: 'sect409r1',
  13: 'sect571k1',
  14: 'sect571r1',
  15: 'secp160k1',
  16: 'secp160r1',
  17: 'secp160r2',
  18: 'secp192k1',
  19: 'prime192v1',
  20: 'secp224k1',
  21: 'secp224r1',
  22: 'secp256k1',
  26: 'brainpoolP256r1',
  27: 'brainpoolP384r1',
  28: 'brainpoolP512r1',
  31: 'brainpoolP256r1',
  32: 'brainpoolP384r1',
  33: 'brainpoolP512r1',
}

/** ML-KEM came to Node in 24.7, and a build may leave out curves: what a maker throws says that it is not there. */
function make(group: number): KeyAgreement | null {
  const curve = otherCurves[group]
  if (curve !== undefined) return OtherCurve.has(curve) ? new OtherCurve(curve) : null
  try {
    return makers[group]?.() ?? null
  } catch {
    return null
  }
}

function finiteField(bits: number): KeyAgreement | null {
  const prime = ffdhePrime(bits)
  return prime && new FiniteField(prime)
}

function hybrid(
  curve: { readonly group: number; readonly peerBytes: number },
  kind: MlKemKind,
  first: 'curve' | 'ml-kem',
): KeyAgreement | null {
  const agreement = keyAgreement(curve.group)
  if (agreement === null) return null
  const curvePart = { agreement, peerBytes: curve.peerBytes }
  const kemPart = { agreement: new MlKem(kind), peerBytes: mlKemSizes[kind].ciphertext }
  return first === 'curve' ? new Hybrid(curvePart, kemPart) : new Hybrid(kemPart, curvePart)
}

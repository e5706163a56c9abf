import { type SignatureScheme, signatureScheme } from './signature-schemes.ts'

/** How a signature scheme signs, in the terms of node:crypto. */
export interface SchemeParameters {
  /** KeyObject.asymmetricKeyType of the keys that it takes. */
  readonly keyType: 'rsa' | 'rsa-pss' | 'ec' | 'dsa' | 'ed25519' | 'ed448' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'
  /** Null where the scheme hashes by itself. */
  readonly hash: string | null
  /** RSASSA-PSS, with a salt as long as the hash (RFC 8446 4.2.3). */
  readonly pss: boolean
  /** The curve, as KeyObject names it, that TLS 1.3 ties the scheme to; TLS 1.2 takes any. Null where there is none. */
  readonly curve: string | null
  /** TLS 1.3 allows it in CertificateVerify. */
  readonly tls13: boolean
}

type KeyType = SchemeParameters['keyType']

const curves: ReadonlyMap<number, string> = new Map([
  [0x0403, 'prime256v1'],
  [0x0503, 'secp384r1'],
  [0x0603, 'secp521r1'],
  [0x081a, 'brainpoolP256r1'],
  [0x081b, 'brainpoolP384r1'],
  [0x081c, 'brainpoolP512r1'],
])

/** Schemes that hash by themselves, by their names. */
const pureKeys: Readonly<Record<string, KeyType>> = {
  ed25519: 'ed25519',
  ed448: 'ed448',
  mldsa44: 'ml-dsa-44',
  mldsa65: 'ml-dsa-65',
  mldsa87: 'ml-dsa-87',
}

const known = new Map<number, SchemeParameters | null>()

/**
 * By wire value, of the IANA "TLS SignatureScheme" registry and of the pairs of RFC 5246 7.4.1.4.1 before it; null for
 * one that OpenSSL can't verify.
 */
export function schemeParameters(id: number): SchemeParameters | null {
  const kept = known.get(id)
  if (kept !== undefined) return kept
  const scheme = signatureScheme(id)
  // What is not registered is not kept: a peer may name all of it.
  if (scheme === null) return null
  const made = parametersOf(scheme)
  known.set(id, made)
  return made
}

function parametersOf({ id, name, keyType, hash }: SignatureScheme): SchemeParameters | null {
  const pure = pureKeys[name]
  if (pure !== undefined) return { keyType: pure, hash: null, pss: false, curve: null, tls13: true }
  const signer = hash === null || name.endsWith('_legacy') ? undefined : signers[keyType]
  // MD5 goes with RSA alone.
  if (signer === undefined || (hash === 'md5' && signer !== 'rsa')) return null
  const pss = name.startsWith('rsa_pss')
  const curve = curves.get(id) ?? null
  return { keyType: signer, hash, pss, curve, tls13: pss || curve !== null }
}

const signers: Readonly<Partial<Record<SignatureScheme['keyType'], KeyType>>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa-pss',
  dsa: 'dsa',
  ecdsa: 'ec',
}

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

const rsa = (hash: string): SchemeParameters => ({ keyType: 'rsa', hash, pss: false, curve: null, tls13: false })
const dsa = (hash: string): SchemeParameters => ({ keyType: 'dsa', hash, pss: false, curve: null, tls13: false })
const pss = (keyType: 'rsa' | 'rsa-pss', hash: string): SchemeParameters => ({
  keyType,
  hash,
  pss: true,
  curve: null,
  tls13: true,
})
const ecdsa = (hash: string, curve: string | null = null): SchemeParameters => ({
  keyType: 'ec',
  hash,
  pss: false,
  curve,
  tls13: curve !== null,
})
const pure = (keyType: SchemeParameters['keyType']): SchemeParameters => ({
  keyType,
  hash: null,
  pss: false,
  curve: null,
  tls13: true,
})

/** IANA "TLS SignatureScheme" registry and the pairs of RFC 5246 7.4.1.4.1 before it, those that OpenSSL can verify. */
const schemes: ReadonlyMap<number, SchemeParameters> = new Map([
  [0x0101, rsa('md5')],
  [0x0201, rsa('sha1')],
  [0x0301, rsa('sha224')],
  [0x0401, rsa('sha256')],
  [0x0501, rsa('sha384')],
  [0x0601, rsa('sha512')],
  [0x0202, dsa('sha1')],
  [0x0302, dsa('sha224')],
  [0x0402, dsa('sha256')],
  [0x0502, dsa('sha384')],
  [0x0602, dsa('sha512')],
  [0x0203, ecdsa('sha1')],
  [0x0303, ecdsa('sha224')],
  [0x0403, ecdsa('sha256', 'prime256v1')],
  [0x0503, ecdsa('sha384', 'secp384r1')],
  [0x0603, ecdsa('sha512', 'secp521r1')],
  [0x081a, ecdsa('sha256', 'brainpoolP256r1')],
  [0x081b, ecdsa('sha384', 'brainpoolP384r1')],
  [0x081c, ecdsa('sha512', 'brainpoolP512r1')],
  [0x0804, pss('rsa', 'sha256')],
  [0x0805, pss('rsa', 'sha384')],
  [0x0806, pss('rsa', 'sha512')],
  [0x0809, pss('rsa-pss', 'sha256')],
  [0x080a, pss('rsa-pss', 'sha384')],
  [0x080b, pss('rsa-pss', 'sha512')],
  [0x0807, pure('ed25519')],
  [0x0808, pure('ed448')],
  [0x0904, pure('ml-dsa-44')],
  [0x0905, pure('ml-dsa-65')],
  [0x0906, pure('ml-dsa-87')],
])

/** By wire value; null for one that is not known here. */
export function schemeParameters(scheme: number): SchemeParameters | null {
  return schemes.get(scheme) ?? null
}

import type { Recommended } from './recommended.ts'

/** What signs. `rsa-pss`: a key whose certificate allows PSS alone (RFC 4055); `ibs`: identity-based schemes. */
export type SignatureKeyType =
  | 'rsa'
  | 'rsa-pss'
  | 'dsa'
  | 'ecdsa'
  | 'eddsa'
  | 'mldsa'
  | 'slhdsa'
  | 'sm2'
  | 'gost'
  | 'ibs'
  | 'anonymous'

/**
 * IANA "TLS SignatureScheme" (https://www.iana.org/assignments/tls-parameters, as of 2026-04-30): value, name, key, hash
 * (null where the scheme hashes by itself) and the registry's Recommended column.
 */
export const registeredSchemes: readonly (readonly [
  id: number,
  name: string,
  keyType: SignatureKeyType,
  hash: string | null,
  recommended: Recommended,
])[] = [
  [0x0201, 'rsa_pkcs1_sha1', 'rsa', 'sha1', 'N'],
  [0x0203, 'ecdsa_sha1', 'ecdsa', 'sha1', 'N'],
  [0x0401, 'rsa_pkcs1_sha256', 'rsa', 'sha256', 'Y'],
  [0x0403, 'ecdsa_secp256r1_sha256', 'ecdsa', 'sha256', 'Y'],
  [0x0420, 'rsa_pkcs1_sha256_legacy', 'rsa', 'sha256', 'N'],
  [0x0501, 'rsa_pkcs1_sha384', 'rsa', 'sha384', 'Y'],
  [0x0503, 'ecdsa_secp384r1_sha384', 'ecdsa', 'sha384', 'Y'],
  [0x0520, 'rsa_pkcs1_sha384_legacy', 'rsa', 'sha384', 'N'],
  [0x0601, 'rsa_pkcs1_sha512', 'rsa', 'sha512', 'Y'],
  [0x0603, 'ecdsa_secp521r1_sha512', 'ecdsa', 'sha512', 'Y'],
  [0x0620, 'rsa_pkcs1_sha512_legacy', 'rsa', 'sha512', 'N'],
  [0x0704, 'eccsi_sha256', 'ibs', 'sha256', 'N'],
  [0x0705, 'iso_ibs1', 'ibs', null, 'N'],
  [0x0706, 'iso_ibs2', 'ibs', null, 'N'],
  [0x0707, 'iso_chinese_ibs', 'ibs', null, 'N'],
  [0x0708, 'sm2sig_sm3', 'sm2', 'sm3', 'N'],
  [0x0709, 'gostr34102012_256a', 'gost', null, 'N'],
  [0x070a, 'gostr34102012_256b', 'gost', null, 'N'],
  [0x070b, 'gostr34102012_256c', 'gost', null, 'N'],
  [0x070c, 'gostr34102012_256d', 'gost', null, 'N'],
  [0x070d, 'gostr34102012_512a', 'gost', null, 'N'],
  [0x070e, 'gostr34102012_512b', 'gost', null, 'N'],
  [0x070f, 'gostr34102012_512c', 'gost', null, 'N'],
  [0x0804, 'rsa_pss_rsae_sha256', 'rsa', 'sha256', 'Y'],
  [0x0805, 'rsa_pss_rsae_sha384', 'rsa', 'sha384', 'Y'],
  [0x0806, 'rsa_pss_rsae_sha512', 'rsa', 'sha512', 'Y'],
  [0x0807, 'ed25519', 'eddsa', null, 'Y'],
  [0x0808, 'ed448', 'eddsa', null, 'Y'],
  [0x0809, 'rsa_pss_pss_sha256', 'rsa-pss', 'sha256', 'Y'],
  [0x080a, 'rsa_pss_pss_sha384', 'rsa-pss', 'sha384', 'Y'],
  [0x080b, 'rsa_pss_pss_sha512', 'rsa-pss', 'sha512', 'Y'],
  [0x081a, 'ecdsa_brainpoolP256r1tls13_sha256', 'ecdsa', 'sha256', 'N'],
  [0x081b, 'ecdsa_brainpoolP384r1tls13_sha384', 'ecdsa', 'sha384', 'N'],
  [0x081c, 'ecdsa_brainpoolP512r1tls13_sha512', 'ecdsa', 'sha512', 'N'],
  [0x0904, 'mldsa44', 'mldsa', null, 'N'],
  [0x0905, 'mldsa65', 'mldsa', null, 'N'],
  [0x0906, 'mldsa87', 'mldsa', null, 'N'],
  [0x0911, 'slhdsa_sha2_128s', 'slhdsa', null, 'N'],
  [0x0912, 'slhdsa_sha2_128f', 'slhdsa', null, 'N'],
  [0x0913, 'slhdsa_sha2_192s', 'slhdsa', null, 'N'],
  [0x0914, 'slhdsa_sha2_192f', 'slhdsa', null, 'N'],
  [0x0915, 'slhdsa_sha2_256s', 'slhdsa', null, 'N'],
  [0x0916, 'slhdsa_sha2_256f', 'slhdsa', null, 'N'],
  [0x0917, 'slhdsa_shake_128s', 'slhdsa', null, 'N'],
  [0x0918, 'slhdsa_shake_128f', 'slhdsa', null, 'N'],
  [0x0919, 'slhdsa_shake_192s', 'slhdsa', null, 'N'],
  [0x091a, 'slhdsa_shake_192f', 'slhdsa', null, 'N'],
  [0x091b, 'slhdsa_shake_256s', 'slhdsa', null, 'N'],
  [0x091c, 'slhdsa_shake_256f', 'slhdsa', null, 'N'],
]

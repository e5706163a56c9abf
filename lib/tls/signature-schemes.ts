import type { Recommended } from './registry/recommended.ts'
import { registeredSchemes, type SignatureKeyType } from './registry/signature-schemes.ts'

export interface SignatureScheme {
  readonly id: number
  readonly name: string
  readonly keyType: SignatureKeyType
  /** As node:crypto names it; null where the scheme hashes by itself. */
  readonly hash: string | null
  /** IANA's Recommended column; null for the pairs of TLS 1.2 that it holds as reserved. */
  readonly recommended: Recommended | null
}

/** HashAlgorithm and SignatureAlgorithm of TLS 1.2 (RFC 5246 7.4.1.4.1), by their values. */
const pairHashes = [null, 'md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const
const pairKeys = ['anonymous', 'rsa', 'dsa', 'ecdsa'] as const
const pairNames = { anonymous: 'anonymous', rsa: 'rsa_pkcs1', dsa: 'dsa', ecdsa: 'ecdsa' } as const

const schemes = new Map<number, SignatureScheme>()
for (const [high, hash] of pairHashes.entries()) {
  for (const [low, keyType] of pairKeys.entries()) {
    const id = high * 256 + low
    schemes.set(id, { id, name: `${pairNames[keyType]}_${hash ?? 'none'}`, keyType, hash, recommended: null })
  }
}
for (const [id, name, keyType, hash, recommended] of registeredSchemes) {
  schemes.set(id, { id, name, keyType, hash, recommended })
}

/** A scheme by its two-byte value, null for an unknown one. */
export function signatureScheme(id: number): SignatureScheme | null {
  return schemes.get(id) ?? null
}

/** IANA's name, `rsa_pkcs1_sha224` and its kind for a pair of TLS 1.2; an unknown one is named by its value. */
export function signatureSchemeName(id: number): string {
  return schemes.get(id)?.name ?? `0x${id.toString(16).padStart(4, '0')}`
}

/** Every registered scheme, of one type of key where it is named, in the order of the values. */
export function signatureSchemeIds(keyType?: SignatureKeyType): readonly number[] {
  return registeredSchemes.filter(([, , type]) => keyType === undefined || type === keyType).map(([id]) => id)
}

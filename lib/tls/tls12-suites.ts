import { suiteInfo } from './suites.ts'

/** Authenticated encryption as TLS 1.2 uses it (RFC 5246 6.2.3.3): part of the nonce is fixed, part may be sent. */
export interface AeadCipher {
  readonly kind: 'aead'
  /** Of node:crypto. */
  readonly name: string
  readonly keyBytes: number
  readonly tagBytes: number
  /** 4 of the 12 bytes where the rest is sent with each record, 12 where none is (RFC 7905 2). */
  readonly fixedNonceBytes: 4 | 12
}

/** A block cipher in CBC mode with HMAC (RFC 5246 6.2.3.2). */
export interface CbcCipher {
  readonly kind: 'cbc'
  readonly name: string
  readonly keyBytes: number
  readonly blockBytes: number
  readonly mac: 'sha1' | 'sha256' | 'sha384'
  readonly macBytes: number
}

export interface Tls12Suite {
  readonly keyExchange: 'ecdhe' | 'dhe' | 'rsa'
  /** Of TLS 1.2's pseudorandom function; before it there is one for all suites. */
  readonly prfHash: 'sha256' | 'sha384'
  readonly cipher: AeadCipher | CbcCipher
}

const counter = (name: string, keyBytes: number, tagBytes = 16): AeadCipher => ({
  kind: 'aead',
  name,
  keyBytes,
  tagBytes,
  fixedNonceBytes: 4,
})
const macBytes = { sha1: 20, sha256: 32, sha384: 48 } as const
const cbc = (name: string, keyBytes: number, mac: CbcCipher['mac'], blockBytes = 16): CbcCipher => ({
  kind: 'cbc',
  name,
  keyBytes,
  blockBytes,
  mac,
  macBytes: macBytes[mac],
})

/** By the cipher and MAC of a suite's name; what OpenSSL without its legacy provider has. */
const ciphers: ReadonlyMap<string, Tls12Suite['cipher']> = new Map<string, Tls12Suite['cipher']>([
  ['AES_128_GCM', counter('aes-128-gcm', 16)],
  ['AES_256_GCM', counter('aes-256-gcm', 32)],
  ['ARIA_128_GCM', counter('aria-128-gcm', 16)],
  ['ARIA_256_GCM', counter('aria-256-gcm', 32)],
  ['AES_128_CCM', counter('aes-128-ccm', 16)],
  ['AES_256_CCM', counter('aes-256-ccm', 32)],
  ['AES_128_CCM_8', counter('aes-128-ccm', 16, 8)],
  ['AES_256_CCM_8', counter('aes-256-ccm', 32, 8)],
  ['CHACHA20_POLY1305', { kind: 'aead', name: 'chacha20-poly1305', keyBytes: 32, tagBytes: 16, fixedNonceBytes: 12 }],
  ['3DES_EDE_CBC SHA', cbc('des-ede3-cbc', 24, 'sha1', 8)],
  ['AES_128_CBC SHA', cbc('aes-128-cbc', 16, 'sha1')],
  ['AES_256_CBC SHA', cbc('aes-256-cbc', 32, 'sha1')],
  ['AES_128_CBC SHA256', cbc('aes-128-cbc', 16, 'sha256')],
  ['AES_256_CBC SHA256', cbc('aes-256-cbc', 32, 'sha256')],
  ['AES_256_CBC SHA384', cbc('aes-256-cbc', 32, 'sha384')],
  ['CAMELLIA_128_CBC SHA', cbc('camellia-128-cbc', 16, 'sha1')],
  ['CAMELLIA_256_CBC SHA', cbc('camellia-256-cbc', 32, 'sha1')],
  ['CAMELLIA_128_CBC SHA256', cbc('camellia-128-cbc', 16, 'sha256')],
  ['CAMELLIA_256_CBC SHA256', cbc('camellia-256-cbc', 32, 'sha256')],
  ['CAMELLIA_256_CBC SHA384', cbc('camellia-256-cbc', 32, 'sha384')],
  ['ARIA_128_CBC SHA256', cbc('aria-128-cbc', 16, 'sha256')],
  ['ARIA_256_CBC SHA384', cbc('aria-256-cbc', 32, 'sha384')],
])

/** How a suite of TLS 1.2 and before protects a session; null for one that can't be completed here. */
export function tls12Suite(id: number): Tls12Suite | null {
  const info = suiteInfo(id)
  // The suites of drafts go by the same names, but protect in other ways.
  if (info === null || info.exportGrade || info.recommended === null) return null
  const { keyExchange, mac, hash } = info
  const cipher = ciphers.get(mac === null ? info.cipher : `${info.cipher} ${mac}`)
  if (cipher === undefined || (keyExchange !== 'ecdhe' && keyExchange !== 'dhe' && keyExchange !== 'rsa')) return null
  return { keyExchange, prfHash: hash === 'SHA384' ? 'sha384' : 'sha256', cipher }
}

/** What of the server's flight a suite makes due, and what it forbids (RFC 5246 7.4.2, 7.4.3). */
export interface FlightRules {
  /** Null: either way. */
  readonly certificate: boolean | null
  readonly keyExchange: boolean | null
  readonly signed: boolean
}

export function flightRules(id: number): FlightRules {
  const info = suiteInfo(id)
  const anonymous = info?.authentication === 'anon'
  switch (info?.keyExchange) {
    case 'ecdhe':
    case 'dhe':
      return { certificate: !anonymous, keyExchange: true, signed: !anonymous }
    case 'rsa':
      // RFC 2246 7.4.3: an export suite sends a shorter key where that of the certificate is too long.
      return { certificate: true, keyExchange: info.exportGrade ? null : false, signed: false }
    default:
      return { certificate: null, keyExchange: null, signed: false }
  }
}

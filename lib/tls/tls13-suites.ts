export type Tls13Hash = 'sha256' | 'sha384'

/** What a suite of TLS 1.3 stands for, in the terms of node:crypto. */
export interface Tls13Suite {
  readonly hash: Tls13Hash
  readonly hashBytes: number
  readonly cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305' | 'aes-128-ccm'
  readonly keyBytes: number
  readonly tagBytes: number
}

/** RFC 8446 B.4 */
const suites: Readonly<Record<number, Tls13Suite>> = {
  4865: { hash: 'sha256', hashBytes: 32, cipher: 'aes-128-gcm', keyBytes: 16, tagBytes: 16 },
  4866: { hash: 'sha384', hashBytes: 48, cipher: 'aes-256-gcm', keyBytes: 32, tagBytes: 16 },
  4867: { hash: 'sha256', hashBytes: 32, cipher: 'chacha20-poly1305', keyBytes: 32, tagBytes: 16 },
  4868: { hash: 'sha256', hashBytes: 32, cipher: 'aes-128-ccm', keyBytes: 16, tagBytes: 16 },
  4869: { hash: 'sha256', hashBytes: 32, cipher: 'aes-128-ccm', keyBytes: 16, tagBytes: 8 },
}

/** By wire value; null for a suite that is not of TLS 1.3. */
export function tls13Suite(id: number): Tls13Suite | null {
  return suites[id] ?? null
}

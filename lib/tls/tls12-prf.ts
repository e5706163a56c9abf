import { digest } from './digest.ts'
import type { ResumptionSession } from './engine.ts'
import { Hmac, type HmacHash } from './hmac.ts'

/** SSL 3.0 to TLS 1.2. */
export type Tls12Version = ResumptionSession['version']

/** P_hash of RFC 5246 5. */
function expand(hash: HmacHash, secret: Uint8Array, seed: Uint8Array, length: number): Buffer {
  const hmac = new Hmac(hash, secret)
  const output = Buffer.allocUnsafe(length)
  let chain = seed
  for (let at = 0; at < length; ) {
    chain = hmac.digest(chain)
    at += hmac.digest(chain, seed).copy(output, at)
  }
  return output
}

/** The pseudorandom function of TLS 1.2 under its hash (RFC 5246 5), and that of TLS 1.0 and 1.1 (RFC 2246 5). */
export function tls12Prf(
  hash: 'sha256' | 'sha384' | 'md5-sha1',
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Buffer {
  const labelled = Buffer.concat([Buffer.from(label, 'latin1'), seed])
  if (hash !== 'md5-sha1') return expand(hash, secret, labelled, length)
  // The halves share the middle byte of a secret of odd length.
  const half = Math.ceil(secret.length / 2)
  const output = expand('md5', secret.subarray(0, half), labelled, length)
  const other = expand('sha1', secret.subarray(secret.length - half), labelled, length)
  for (const [index, byte] of other.entries()) output[index] = (output[index] ?? 0) ^ byte
  return output
}

/** The derivation of SSL 3.0 (RFC 6101 5.1, 6.2.2): `A`, `BB`, `CCC` … in turn. At most 26 × 16 bytes. */
export function ssl3Derive(secret: Uint8Array, seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let round = 1; blocks.length * 16 < length; round += 1) {
    const letters = Buffer.alloc(round, 0x40 + round)
    const inner = digest('sha1', Buffer.concat([letters, secret, seed]))
    blocks.push(digest('md5', Buffer.concat([secret, inner])))
  }
  return Buffer.concat(blocks).subarray(0, length)
}

import { WireError } from '../wire-reader.ts'
import { expectLength, type KeyAgreement } from './agreement.ts'
import { bigIntOf, bytesOf, freshExponent, modularPower } from './modular-power.ts'

/** RFC 7919 A.1 to A.5: the constant that each prime's formula adds. */
const offsets: ReadonlyMap<number, bigint> = new Map([
  [2048, 560_316n],
  [3072, 2_625_351n],
  [4096, 5_736_041n],
  [6144, 15_705_020n],
  [8192, 10_965_728n],
])

const primes = new Map<number, Buffer>()

/** The prime of ffdhe2048 and its kind, big-endian; null for another size. */
export function ffdhePrime(bits: number): Buffer | null {
  const offset = offsets.get(bits)
  if (offset === undefined) return null
  const known = primes.get(bits)
  if (known) return known
  // RFC 7919 A: 2^b - 2^(b-64) + { [2^(b-130) e] + X } 2^64 - 1
  const b = BigInt(bits)
  const value = (1n << b) - (1n << (b - 64n)) + ((euler(b - 130n) + offset) << 64n) - 1n
  const prime = Buffer.from(value.toString(16), 'hex')
  primes.set(bits, prime)
  return prime
}

/** Diffie-Hellman over the primes of RFC 7919, as RFC 8446 4.2.8.1 has it: shares and secret as long as the prime. */
export class FiniteField implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #bytes: number
  readonly #prime: bigint
  readonly #exponent = freshExponent()

  constructor(prime: Buffer) {
    this.#bytes = prime.length
    this.#prime = bigIntOf(prime)
    this.publicShare = bytesOf(modularPower(2n, this.#exponent, this.#prime), this.#bytes)
  }

  agree(peerShare: Uint8Array): Buffer {
    expectLength(peerShare, this.#bytes)
    const share = bigIntOf(peerShare)
    if (share < 2n || share > this.#prime - 2n) throw new WireError('the key share is outside of its field')
    return bytesOf(modularPower(share, this.#exponent, this.#prime), this.#bytes)
  }
}

/** The integer part of 2^bits e, by e's series with 64 bits to spare. */
function euler(bits: bigint): bigint {
  let term = 1n << (bits + 64n)
  let sum = term
  for (let n = 1n; term > 0n; n += 1n) {
    term /= n
    sum += term
  }
  return sum >> 64n
}

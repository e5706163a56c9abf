import { randomBytes } from 'node:crypto'

/** Twice the strength that any finite field in use has (RFC 7919 5.2). */
const exponentBytes = 32

/** A client's exponent. */
export function freshExponent(): bigint {
  return bigIntOf(randomBytes(exponentBytes))
}

/**
 * base ^ exponent mod modulus in BigInt: 2.5 ms for 2048 bits with a fresh exponent, 20 ms for 8192, 60 ms for 16384.
 * node:crypto's way, `createDiffieHellman`, first proves that the modulus is a prime: 0.3 s for 2048 bits, 33 s for 8192.
 * Not in constant time.
 */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}

/** From big-endian bytes. */
export function bigIntOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

/** Big-endian, with zeros in front up to so many bytes; without any where none is named. */
export function bytesOf(value: bigint, length = 0): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(Math.max(2 * length, hex.length + (hex.length % 2)), '0'), 'hex')
}

import { checkPrimeSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { dhParameters } from './dh-primes.ts'
import { sharedPrimes } from './registry/dh-primes.ts'

/** floor(2^bits × π) by Machin's formula, with bits to spare. */
function pi(bits: number): bigint {
  const one = 1n << BigInt(bits + 64)
  const arctan = (inverse: bigint) => {
    let [sum, power, sign] = [0n, one / inverse, 1n]
    for (let odd = 1n; power > 0n; odd += 2n, power /= inverse * inverse, sign = -sign) sum += (sign * power) / odd
    return sum
  }
  return (4n * (4n * arctan(5n) - arctan(239n))) >> 64n
}

/** floor(2^bits × e). */
function euler(bits: number): bigint {
  let [sum, term] = [0n, 1n << BigInt(bits + 64)]
  for (let divisor = 1n; term > 0n; term /= divisor, divisor += 1n) sum += term
  return sum >> 64n
}

/** RFC 2412 appendix E and RFC 7919 appendix A: the ends are all ones, the middle is a constant of nature. */
function primeOf(bits: number, constant: (bits: number) => bigint, offset: bigint): Uint8Array {
  const size = BigInt(bits)
  const prime = (1n << size) - (1n << (size - 64n)) + ((constant(bits - 130) + offset) << 64n) - 1n
  return Uint8Array.from(Buffer.from(prime.toString(16), 'hex'))
}

describe('groups that RFCs derive from π and e', () => {
  it.each([
    ['RFC 2409 group 1', 768, 149686n],
    ['RFC 2409 group 2', 1024, 129093n],
    ['RFC 3526 group 5', 1536, 741804n],
    ['RFC 3526 group 14', 2048, 124476n],
    ['RFC 3526 group 15', 3072, 1690314n],
    ['RFC 3526 group 16', 4096, 240904n],
    ['RFC 3526 group 17', 6144, 929484n],
    ['RFC 3526 group 18', 8192, 4743158n],
  ])('%s', (known, bits, offset) => {
    expect(dhParameters(primeOf(bits, pi, offset))).toMatchObject({ known, bits })
  })

  it.each([
    ['ffdhe2048', 2048, 560316n],
    ['ffdhe3072', 3072, 2625351n],
    ['ffdhe4096', 4096, 5736041n],
    ['ffdhe6144', 6144, 15705020n],
    ['ffdhe8192', 8192, 10965728n],
  ])('%s', (known, bits, offset) => {
    expect(dhParameters(primeOf(bits, euler, offset))).toMatchObject({ known, bits })
  })
})

it('the derivation gives primes', () => {
  expect(checkPrimeSync(Buffer.from(primeOf(768, pi, 149686n)))).toBe(true)
  expect(checkPrimeSync(Buffer.from(primeOf(2048, euler, 560316n)))).toBe(true)
})

it('leading zeros change neither size nor fingerprint, and a prime of nobody is unknown', () => {
  const prime = primeOf(1024, pi, 129093n)
  expect(dhParameters(Uint8Array.from([0, 0, ...prime]))).toEqual(dhParameters(prime))
  expect(dhParameters(Uint8Array.of(23))).toMatchObject({ bits: 5, known: null })
  expect(dhParameters(new Uint8Array(2))).toMatchObject({ bits: 0, known: null })
})

it('the table holds fingerprints', () => {
  for (const [hash, name] of sharedPrimes) expect(hash, name).toMatch(/^[0-9a-f]{64}$/)
})

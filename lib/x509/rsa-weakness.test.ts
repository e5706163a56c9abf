import { generatePrimeSync, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { rsaModulus, rsaWeaknesses } from './rsa-weakness.ts'

const prime = (bits: number) => generatePrimeSync(bits, { bigint: true })

test('finds nothing in a sound key, and reads its modulus as OpenSSL does', () => {
  const { der } = createRoot({ keyAlgorithm: 'rsa2048' })
  const { n = '' } = new X509Certificate(der).publicKey.export({ format: 'jwk' })
  const modulus = BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)
  expect(rsaModulus(der)).toBe(modulus)
  expect(rsaWeaknesses(modulus)).toEqual([])
})

test('finds a small factor', () => {
  expect(rsaWeaknesses(751n * prime(1024))).toContain('small-factor')
})

test('finds primes that are close together', () => {
  const first = prime(512)
  let second = first + 2n
  while (!isProbablyPrime(second)) second += 2n
  expect(rsaWeaknesses(first * second)).toContain('close-primes')
  expect(rsaWeaknesses(first * first)).toContain('close-primes')
})

test('finds products of powers of 65537 modulo the small primes, the mark of ROCA', () => {
  const primorial = [...Array(168).keys()].filter(isSmallPrime).reduce((product, one) => product * BigInt(one), 1n)
  const marked = (65_537n ** 5n % primorial) + primorial * 2n * 7919n
  const other = (65_537n ** 11n % primorial) + primorial * 2n * 104_729n
  expect(rsaWeaknesses(marked * other)).toContain('roca')
  expect(rsaWeaknesses(marked * other + 2n)).not.toContain('roca')
})

test('reads no modulus where there is none', () => {
  expect(rsaModulus(createRoot().der)).toBeNull()
  expect(rsaModulus(new Uint8Array([0x30, 0x00]))).toBeNull()
})

function isSmallPrime(value: number): boolean {
  return value > 2 && [...Array(value).keys()].slice(2).every((divisor) => value % divisor !== 0)
}

/** Fermat's test to the base 2, enough to step to the next prime. */
function isProbablyPrime(value: bigint): boolean {
  let [result, base, exponent] = [1n, 2n, value - 1n]
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % value
    base = (base * base) % value
  }
  return result === 1n
}

import { type DerNode, DerReader, expectTag, tags } from './der.ts'
import { bitStringStart, readIntegerHex } from './der-values.ts'
import { ParseError } from './parse-error.ts'

export type RsaWeakness = 'roca' | 'close-primes' | 'small-factor'

/** Larger moduli cost more to test than they are worth. In hexadecimal digits: 16,384 bits. */
const mostDigits = 4096

/** The modulus of a certificate's RSA key; null where it can't be read, is negative or larger than 16,384 bits. */
export function rsaModulus(certificate: Uint8Array): bigint | null {
  try {
    const reader = new DerReader(certificate)
    const [toBeSigned] = reader.children(expectTag(reader.root(), tags.sequence, 'certificate'))
    const fields = reader.children(expectTag(toBeSigned, tags.sequence, 'tbsCertificate'))
    const spki = expectTag(fields[fields[0]?.tag === 0xa0 ? 6 : 5], tags.sequence, 'subjectPublicKeyInfo')
    const hex = modulusHex(reader, reader.children(spki)[1])
    return hex.startsWith('-') || hex.length > mostDigits ? null : BigInt(`0x${hex}`)
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

function modulusHex(reader: DerReader, key: DerNode | undefined): string {
  const start = bitStringStart(reader, key, 'RSA key')
  if (key === undefined) throw new ParseError(0, 'RSA key: missing')
  const [modulus] = reader.children(expectTag(reader.inside({ ...key, start }), tags.sequence, 'RSA key'))
  return readIntegerHex(reader, modulus, 'modulus')
}

/** What makes a modulus easy to factor, as CAs have to test it (CA/B BR 6.1.1.3 and 6.1.6). */
export function rsaWeaknesses(modulus: bigint): readonly RsaWeakness[] {
  const found: RsaWeakness[] = []
  if (modulus > 752n && smallPrimes.some((prime) => modulus % BigInt(prime) === 0n)) found.push('small-factor')
  if (isRoca(modulus)) found.push('roca')
  if (hasClosePrimes(modulus)) found.push('close-primes')
  return found
}

/** BR 6.1.6: no factors smaller than 752. */
const smallPrimes = primesBelow(752)

/** CVE-2017-15361: primes of the faulty generator are powers of 65537 modulo many small primes, and so is their product. */
const rocaResidues = smallPrimes
  .filter((prime) => prime > 2 && prime <= 167)
  .map((prime) => ({ prime: BigInt(prime), residues: powersOf(65_537 % prime, prime) }))

function isRoca(modulus: bigint): boolean {
  return rocaResidues.every(({ prime, residues }) => residues.has(Number(modulus % prime)))
}

/** BR 6.1.1.3: 100 rounds of Fermat's factorisation find primes that are too close (CVE-2022-26320). */
const fermatRounds = 100n

function hasClosePrimes(modulus: bigint): boolean {
  if (modulus % 2n === 0n || modulus < 9n) return false
  const root = squareRoot(modulus)
  const first = root * root === modulus ? root : root + 1n
  for (let a = first; a < first + fermatRounds; a += 1n) {
    if (isSquare(a * a - modulus)) return true
  }
  return false
}

function isSquare(value: bigint): boolean {
  // Squares end in few ways modulo 64: most values need no root.
  if (!squaresModulo64.has(Number(value & 63n))) return false
  const root = squareRoot(value)
  return root * root === value
}

const squaresModulo64: ReadonlySet<number> = new Set(Array.from({ length: 64 }, (_, at) => (at * at) % 64))

/** Newton's method from above: the largest integer whose square is no more than `value`. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt(value.toString(16).length * 2 + 1)
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

function primesBelow(limit: number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 2; candidate < limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

function powersOf(base: number, modulus: number): ReadonlySet<number> {
  const powers = new Set<number>()
  for (let power = 1; !powers.has(power); power = (power * base) % modulus) powers.add(power)
  return powers
}

import { createHash } from 'node:crypto'
import { finiteField } from './groups.ts'
import type { DhParameters } from './observation.ts'
import { sharedPrimes } from './registry/dh-primes.ts'

/** What the prime of a finite-field exchange tells: its size, its fingerprint, and whether it is one that many share. */
export function dhParameters(prime: Uint8Array): DhParameters {
  const first = prime.findIndex((byte) => byte !== 0)
  const magnitude = first < 0 ? new Uint8Array() : prime.subarray(first)
  const primeSha256 = createHash('sha256').update(magnitude).digest('hex')
  return { bits: finiteField(magnitude).bits ?? 0, known: sharedPrimes.get(primeSha256) ?? null, primeSha256 }
}

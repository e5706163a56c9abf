import type { AddressFacts } from '#lib/checks/facts.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { keyKnownWeak } from './key-known-weak.ts'

type Tests = NonNullable<NonNullable<AddressFacts['latest']>['keyTests']>
type Found = NonNullable<ReturnType<Tests['get']>>

const rsa = (exponent: string | null) => leaf({ publicKey: { algorithm: 'rsa', bits: 2048, curve: null, exponent } })
const tested = (found: Found, exponent: string | null = '65537') => {
  const facts = presenting(rsa(exponent))
  const keyTests: Tests = new Map([[digest('leaf key'), found]])
  const addresses = facts.addresses.map((one) => ({ ...one, latest: one.latest && { ...one.latest, keyTests } }))
  return { ...facts, addresses }
}

endpointCases(keyKnownWeak, {
  pass: { 'no test hits': tested([]), 'a large exponent': tested([], '4294967297') },
  fail: {
    'the mark of ROCA': [tested(['roca']), { grade: 'weak' }],
    'close primes': [tested(['close-primes']), { grade: 'weak' }],
    'the exponent 1': [tested([], '1'), { grade: 'weak' }],
    'an even exponent': [tested([], '65536'), { grade: 'weak' }],
    'the exponent 3': [tested([], '3'), { grade: 'small-exponent' }],
  },
  'not-applicable': { 'an EC key': endpoint() },
  'not-assessed': {
    'not tested': presenting(rsa('65537')),
    'the exponent could not be read': tested([], null),
    'never scanned': neverScanned(),
  },
})

import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { keyRsaTooSmall } from './key-rsa-too-small.ts'

const rsa = (bits: number | null) =>
  presenting(leaf({ publicKey: { algorithm: 'rsa', bits, curve: null, exponent: '65537' } }))

endpointCases(keyRsaTooSmall, {
  pass: { '2048 bits': rsa(2048) },
  fail: { '1024 bits': [rsa(1024), { grade: 'small' }], '512 bits': [rsa(512), { grade: 'broken' }] },
  'not-applicable': { 'an EC key': endpoint() },
  'not-assessed': { unreadable: rsa(null), 'never scanned': neverScanned() },
})

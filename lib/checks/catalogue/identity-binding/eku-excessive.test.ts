import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { ekuExcessive } from './eku-excessive.ts'

endpointCases(ekuExcessive, {
  pass: { 'the two of TLS': endpoint() },
  fail: {
    'any purpose': [presenting(leaf({ extendedKeyUsage: ['anyExtendedKeyUsage'] })), { grade: 'any' }],
    'code signing beside': [
      presenting(leaf({ extendedKeyUsage: ['serverAuth', 'codeSigning'] })),
      { grade: 'excessive' },
    ],
  },
  'not-applicable': { 'no purposes named': presenting(leaf({ extendedKeyUsage: null })) },
  'not-assessed': { 'never scanned': neverScanned() },
})

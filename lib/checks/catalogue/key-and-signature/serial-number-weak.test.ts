import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { serialNumberWeak } from './serial-number-weak.ts'

const numbered = (serial: string) => presenting(leaf({ serial }))

endpointCases(serialNumberWeak, {
  pass: { '16 octets': endpoint(), '20 octets with the sign octet before them': numbered(`00${'f'.repeat(40)}`) },
  fail: {
    negative: [numbered('-5a3b1c9d8e7f6071'), { grade: 'malformed' }],
    zero: [numbered('00'), { grade: 'malformed' }],
    'over 20 octets': [numbered('7f'.repeat(21)), { grade: 'malformed' }],
    'counted up': [numbered('1f4'), { grade: 'short' }],
  },
  'not-applicable': 'every certificate has a serial number',
  'not-assessed': { 'never scanned': neverScanned() },
})

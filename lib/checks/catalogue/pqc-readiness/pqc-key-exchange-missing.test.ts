import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { pqcKeyExchangeMissing } from './pqc-key-exchange-missing.ts'

const by = (name: string) => endpoint({ at: { tls: { group: observed({ name, bits: null }) } } })

endpointCases(pqcKeyExchangeMissing, {
  pass: { hybrid: endpoint(), 'by its other name': by('SecP256r1MLKEM768') },
  fail: { 'X25519 alone': [by('x25519'), { grade: 'missing' }] },
  'not-applicable': 'every session agrees on its keys somehow',
  'not-assessed': {
    'not seen': endpoint({ at: { tls: { group: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})

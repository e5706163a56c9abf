import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, intermediate, leaf, neverScanned } from '#lib/testing/facts.ts'
import { chainCaExpiring } from './chain-ca-expiring.ts'

const under = (notBefore: number, notAfter: number) =>
  endpoint({ at: { chain: [leaf(), intermediate({ notBefore: inDays(notBefore), notAfter: inDays(notAfter) })] } })

endpointCases(chainCaExpiring, {
  pass: { 'an authority with most of its life left': endpoint() },
  fail: {
    'ends before the leaf': [under(-365, 30), { grade: 'before-leaf' }],
    'a tenth of its life left': [under(-950, 100), { grade: 'soon' }],
    'a fifth of its life left': [under(-850, 150), { grade: 'planning' }],
  },
  'not-applicable': { 'issued by an anchor': endpoint({ at: { chain: [leaf()] } }) },
  'not-assessed': { 'no store': endpoint({ store: null }), 'never scanned': neverScanned() },
})

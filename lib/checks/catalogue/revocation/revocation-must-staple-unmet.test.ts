import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, intermediate, leaf, neverScanned } from '#lib/testing/facts.ts'
import { revocationMustStapleUnmet } from './revocation-must-staple-unmet.ts'

const promise = leaf({ mustStaple: true, ocspUrls: ['http://ocsp.example.com'] })
const stapling = (ocspStaple: ReturnType<typeof observed<string | null>>, certificate = promise) =>
  endpoint({ at: { chain: [certificate, intermediate()], tls: { ocspStaple } } })

endpointCases(revocationMustStapleUnmet, {
  pass: { stapled: stapling(observed('MAA=')) },
  fail: {
    'no staple': [stapling(observed(null)), { grade: 'unmet' }],
    'and no responder to ask': [stapling(observed(null), leaf({ mustStaple: true })), { grade: 'without-responder' }],
  },
  'not-applicable': { 'nothing promised': endpoint() },
  'not-assessed': { 'staple not seen': stapling(failed('closed')), 'never scanned': neverScanned() },
})

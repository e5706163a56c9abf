import { sha256Hex } from '#lib/core/ids.ts'
import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, intermediate, leaf, neverScanned } from '#lib/testing/facts.ts'
import { revocationMustStapleUnmet } from './revocation-must-staple-unmet.ts'

const promise = leaf({ mustStaple: true, ocspUrls: ['http://ocsp.example.com'] })
const stapling = (ocspStaple: ReturnType<typeof observed<string | null>>, certificate = promise) =>
  endpoint({ at: { chain: [certificate, intermediate()], tls: { ocspStaple } } })

const judged = (status: 'good' | 'unknown', reason: string | null) =>
  endpoint({
    at: {
      chain: [promise, intermediate()],
      tls: { ocspStaple: observed('MAA=') },
      revocation: new Map([
        [
          promise.sha256,
          [
            {
              status,
              source: 'staple',
              url: null,
              reason,
              revokedAt: null,
              thisUpdate: null,
              nextUpdate: null,
              evidenceSha256: sha256Hex(Buffer.from('MAA=', 'base64')),
            },
          ],
        ],
      ]),
    },
  })

endpointCases(revocationMustStapleUnmet, {
  pass: { stapled: stapling(observed('MAA=')), 'stapled, and sound': judged('good', null) },
  fail: {
    'a staple that clients can’t use': [judged('unknown', 'signature-mismatch'), { grade: 'unusable' }],
    'no staple': [stapling(observed(null)), { grade: 'unmet' }],
    'and no responder to ask': [stapling(observed(null), leaf({ mustStaple: true })), { grade: 'without-responder' }],
  },
  'not-applicable': { 'nothing promised': endpoint() },
  'not-assessed': { 'staple not seen': stapling(failed('closed')), 'never scanned': neverScanned() },
})

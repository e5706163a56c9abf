import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  endpoint,
  inDays,
  intermediate,
  leaf,
  neverScanned,
  presenting,
  publicStore,
  publicTrust,
  svid,
  workload,
} from '#lib/testing/facts.ts'
import { revocationPointerMissing } from './revocation-pointer-missing.ts'

endpointCases(revocationPointerMissing, {
  pass: {
    'names a list': presenting(leaf({ crlUrls: ['http://crl.example.com/1.crl'] })),
    'names a responder': presenting(leaf({ ocspUrls: ['http://ocsp.example.com/'] })),
    'an SVID of an hour': workload(svid()),
    'seven days, the last second included': presenting(
      leaf({ notBefore: '2026-11-20T00:00:00Z', notAfter: '2026-11-26T23:59:59Z' }),
    ),
    'ten days, as long as that was short': [
      presenting(leaf({ notBefore: '2026-03-14T00:00:00Z', notAfter: '2026-03-23T23:59:59Z' })),
      { now: new Date('2026-11-23T12:00:00Z') },
    ],
  },
  fail: {
    'of a private CA, for a year': [
      presenting(leaf({ notBefore: inDays(-30), notAfter: inDays(335) })),
      { grade: 'private' },
    ],
    'of a private CA, for 90 days': [endpoint(), { grade: 'brief' }],
    'of a public CA': [
      endpoint({
        store: publicStore,
        at: { chain: [leaf(), intermediate()], tls: { trust: observed(publicTrust()) } },
      }),
      { grade: 'public' },
    ],
    'eight days': [presenting(leaf({ notBefore: inDays(-1), notAfter: inDays(7) })), { grade: 'brief' }],
  },
  'not-applicable': { 'self-signed': presenting(leaf({ selfSigned: true })) },
  'not-assessed': { 'never scanned': neverScanned() },
})

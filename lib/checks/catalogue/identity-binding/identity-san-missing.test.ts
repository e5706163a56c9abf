import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting, publicStore, publicTrust, workload } from '#lib/testing/facts.ts'
import { identitySanMissing } from './identity-san-missing.ts'

const bare = leaf({ subjectAltNames: [{ kind: 'email', value: 'ops@example.com' }] })

endpointCases(identitySanMissing, {
  pass: { 'a DNS name': endpoint(), 'a SPIFFE ID': workload() },
  fail: {
    'a common name alone': [presenting(bare), { grade: 'private' }],
    'under a public root': [
      endpoint({ store: publicStore, at: { chain: [bare], tls: { trust: observed(publicTrust()) } } }),
      { grade: 'public' },
    ],
  },
  'not-applicable': 'whatever is served as a leaf has to name its service',
  'not-assessed': { 'never scanned': neverScanned() },
})

import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { dns, endpoint, leaf, neverScanned, presenting, publicStore, publicTrust } from '#lib/testing/facts.ts'
import { identityInternalNamePublicCa } from './identity-internal-name-public-ca.ts'

const publicly = (...names: string[]) =>
  endpoint({
    store: publicStore,
    at: { chain: [leaf({ subjectAltNames: dns(...names) })], tls: { trust: observed(publicTrust()) } },
  })

endpointCases(identityInternalNamePublicCa, {
  pass: { 'public names': publicly('payments.example.com', '*.example.co.uk') },
  fail: {
    'a single label': [publicly('payments.example.com', 'payments'), { grade: 'internal' }],
    'a private zone': [publicly('payments.corp.internal'), { grade: 'internal' }],
    'a reserved address': [
      endpoint({
        store: publicStore,
        at: {
          chain: [leaf({ subjectAltNames: [{ kind: 'ip', value: '10.0.0.7' }] })],
          tls: { trust: observed(publicTrust()) },
        },
      }),
      { grade: 'internal' },
    ],
  },
  'not-applicable': { 'a private CA': presenting(leaf({ subjectAltNames: dns('payments') })) },
  'not-assessed': { 'no store': endpoint({ store: null }), 'never scanned': neverScanned() },
})

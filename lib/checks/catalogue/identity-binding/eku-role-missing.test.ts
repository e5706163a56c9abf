import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting, publicStore, publicTrust } from '#lib/testing/facts.ts'
import { ekuRoleMissing } from './eku-role-missing.ts'

endpointCases(ekuRoleMissing, {
  pass: { serverAuth: endpoint(), 'private, no purposes named': presenting(leaf({ extendedKeyUsage: null })) },
  fail: {
    'clientAuth alone': [presenting(leaf({ extendedKeyUsage: ['clientAuth'] })), { grade: 'role' }],
    'public, no purposes named': [
      endpoint({
        store: publicStore,
        at: { chain: [leaf({ extendedKeyUsage: null })], tls: { trust: observed(publicTrust()) } },
      }),
      { grade: 'role' },
    ],
  },
  'not-applicable': 'every leaf of an endpoint plays the server',
  'not-assessed': { 'never scanned': neverScanned() },
})

import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import {
  digest,
  dns,
  endpoint,
  identity,
  leaf,
  neverScanned,
  presenting,
  staging,
  workload,
} from '#lib/testing/facts.ts'
import { identityReferenceMismatch } from './identity-reference-mismatch.ts'

const other = leaf({ subjectAltNames: dns('orders.example.com') })

endpointCases(identityReferenceMismatch, {
  pass: {
    'the name of the identity': endpoint(),
    'a wildcard over one label': presenting(leaf({ subjectAltNames: dns('*.example.com') })),
    'an address, by its octets': presenting(leaf({ subjectAltNames: [{ kind: 'ip', value: '192.0.2.1' }] }), {
      identity: null,
      serverName: '',
      host: '192.0.2.1',
    }),
  },
  fail: {
    'another name in production': [presenting(other), { grade: 'production' }],
    'another name facing the internet': [
      presenting(other, { internetFacing: true, identity: null }),
      { grade: 'production' },
    ],
    'another name in staging': [
      presenting(other, { identity: identity({ environment: staging }) }),
      { grade: 'elsewhere' },
    ],
    'the common name alone': [presenting(leaf({ subjectAltNames: [] })), { grade: 'production' }],
    'an address in a dNSName': [
      presenting(leaf({ subjectAltNames: dns('192.0.2.1') }), { identity: null, serverName: '', host: '192.0.2.1' }),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': { 'a SPIFFE identity': workload() },
  'not-assessed': {
    'never scanned': neverScanned(),
    'the leaf is not on record': endpoint({ at: { tls: { chain: observed([digest('unknown')]) } } }),
  },
})

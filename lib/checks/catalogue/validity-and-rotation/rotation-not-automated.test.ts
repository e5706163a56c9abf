import { observed } from '#lib/core/observed.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import {
  endpoint,
  identity,
  identityFacts,
  inDays,
  leaf,
  neverScanned,
  presenting,
  publicStore,
  publicTrust,
  rotation,
} from '#lib/testing/facts.ts'
import { rotationNotAutomated } from './rotation-not-automated.ts'

const by = (renewal: 'acme' | 'manual') => identity({ declared: { renewal } })
const yearly = leaf({ notBefore: inDays(-30), notAfter: inDays(360) })

identityCases(rotationNotAutomated, {
  pass: { 'ACME, and seen to work': identityFacts({ identity: by('acme'), rotations: [rotation(30)] }) },
  fail: {
    'by hand, every 90 days': [identityFacts({ identity: by('manual') }), { grade: 'short' }],
    'by hand, once a year': [
      identityFacts({ identity: by('manual'), endpoints: [presenting(yearly)] }),
      { grade: 'long' },
    ],
    'by hand, once a year, from a public CA': [
      identityFacts({
        identity: by('manual'),
        endpoints: [endpoint({ store: publicStore, at: { chain: [yearly], tls: { trust: observed(publicTrust()) } } })],
      }),
      { grade: 'public' },
    ],
  },
  'not-applicable': { retired: identityFacts({ identity: identity({ retiredAt: new Date(inDays(-1)) }) }) },
  'not-assessed': {
    'nothing on record': identityFacts(),
    'nothing seen yet': identityFacts({ identity: by('manual'), endpoints: [neverScanned()] }),
    'ACME, and no renewal seen': identityFacts({ identity: by('acme') }),
    'ACME, not seen of late': identityFacts({
      identity: by('acme'),
      rotations: [rotation(30)],
      endpoints: [endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } })],
    }),
  },
})

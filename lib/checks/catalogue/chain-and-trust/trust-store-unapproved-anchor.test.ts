import type { AnchorFact } from '#lib/checks/facts.ts'
import { anchor, storeOf } from '#lib/testing/anchor-facts.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, identityFacts, production, publicStore, staging } from '#lib/testing/facts.ts'
import { trustStoreUnapprovedAnchor } from './trust-store-unapproved-anchor.ts'

const answeringTo = (...anchors: readonly AnchorFact[]) =>
  identityFacts({ endpoints: [endpoint({ store: storeOf(...anchors) })] })
const inStaging = (...anchors: readonly AnchorFact[]) => ({
  ...answeringTo(...anchors),
  identity: identity({ environment: staging }),
})

identityCases(trustStoreUnapprovedAnchor, {
  pass: {
    'until the first anchor runs out': [
      answeringTo(anchor({ notAfter: new Date('2027-01-01T00:00:00Z') }), anchor({ sha256: digest('other') })),
      { changesAt: '2027-01-01T00:00:01.000Z' },
    ],
    'until a distrust that is announced': [
      answeringTo(anchor({ distrustedFrom: new Date('2026-12-01T00:00:00Z') })),
      { changesAt: '2026-12-01T00:00:00.000Z' },
    ],
    'an anchor of staging in staging': inStaging(
      anchor({ subject: 'CN=Staging Root', environments: [staging, production] }),
    ),
    'a word that only looks like one of tests': answeringTo(anchor({ subject: 'CN=Contest Devices Attestation' })),
  },
  fail: {
    'distrusted, and still there': [
      answeringTo(
        anchor(),
        anchor({ distrustedFrom: new Date('2026-11-01T00:00:00Z'), distrustReason: 'key lost (vendor)' }),
      ),
      { grade: 'distrusted' },
    ],
    'an anchor of staging, too': [
      answeringTo(anchor({ environments: [production, staging] })),
      { grade: 'nonproduction' },
    ],
    'named for tests': [answeringTo(anchor({ subject: 'CN=Acme Dev Root CA' })), { grade: 'named-for-tests' }],
    expired: [inStaging(anchor({ notAfter: new Date('2026-11-01T00:00:00Z') })), { grade: 'expired' }],
    'the second store of an identity': [
      identityFacts({
        endpoints: [
          endpoint({ store: publicStore }),
          endpoint({ store: storeOf(anchor({ environments: [staging] })) }),
        ],
      }),
      { grade: 'nonproduction' },
    ],
  },
  'not-applicable': {
    'roots of the runtime': identityFacts({ endpoints: [endpoint({ store: publicStore })] }),
  },
  'not-assessed': {
    'no store': identityFacts({ endpoints: [endpoint({ store: null })] }),
    'no endpoint': identityFacts({ endpoints: [] }),
  },
})

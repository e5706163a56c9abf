import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, identity, leaf, neverScanned, presenting, staging, trust } from '#lib/testing/facts.ts'
import { chainSelfSignedLeaf } from './chain-self-signed-leaf.ts'

const own = leaf({ selfSigned: true, issuerNameSha256: digest('payments.example.com') })

endpointCases(chainSelfSignedLeaf, {
  pass: {
    'issued by a CA': endpoint(),
    'self-signed, and an anchor of the store itself': presenting(own, {
      at: { chain: [own], tls: { trust: observed(trust({ path: [own.sha256] })) } },
    }),
    'self-signed and pinned': [presenting(own), { policy: { pins: [digest('leaf key')] } }],
  },
  fail: {
    'in production': [presenting(own), { grade: 'production' }],
    'pinned to another key, in staging': [
      presenting(own, { identity: identity({ environment: staging }) }),
      { policy: { pins: [digest('other')] }, grade: 'elsewhere' },
    ],
  },
  'not-applicable': 'every leaf is signed by itself or by another',
  'not-assessed': { 'never scanned': neverScanned() },
})

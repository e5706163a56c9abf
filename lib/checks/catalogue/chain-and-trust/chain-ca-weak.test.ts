import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, intermediate, leaf, neverScanned, trust } from '#lib/testing/facts.ts'
import { chainCaWeak } from './chain-ca-weak.ts'

const weakKey = { publicKey: { algorithm: 'rsa', bits: 1024, curve: null, exponent: '65537' } }
const under = (authority: ReturnType<typeof intermediate>) => endpoint({ at: { chain: [leaf(), authority] } })
const noPath = { trust: observed(trust({ pathFound: false, error: 'no-path-to-anchor', path: [] })) }
const stray = intermediate({ ...weakKey, sha256: digest('stray') })

/** With this anchor above the intermediate that is sent. */
function anchoredAt(anchor: ReturnType<typeof intermediate>) {
  const facts = endpoint()
  const addresses = facts.addresses.map((one) => ({
    ...one,
    latest: one.latest && { ...one.latest, issuers: [anchor] },
  }))
  return { ...facts, addresses }
}

const root = { sha256: digest('root'), selfSigned: true }

endpointCases(chainCaWeak, {
  pass: {
    'a sound intermediate': endpoint(),
    'a weak stray beside a path of sound ones': endpoint({ at: { chain: [leaf(), intermediate(), stray] } }),
    'an anchor whose own signature is weak': anchoredAt(intermediate({ ...root, signatureHash: 'sha1' })),
  },
  fail: {
    'RSA 1024': [under(intermediate(weakKey)), { grade: 'weak' }],
    'SHA-1': [under(intermediate({ signatureHash: 'sha1' })), { grade: 'weak' }],
    'the key of the anchor': [anchoredAt(intermediate({ ...root, ...weakKey })), { grade: 'weak' }],
    'a CA that was sent, where there is no path': [
      endpoint({ at: { chain: [leaf(), stray], tls: noPath } }),
      { grade: 'weak' },
    ],
  },
  'not-applicable': { 'no path, and the leaf alone was sent': endpoint({ at: { chain: [leaf()], tls: noPath } }) },
  'not-assessed': {
    'part of the path unknown': endpoint({ at: { chain: [leaf()] } }),
    'part of the chain unknown': endpoint({
      at: { tls: { ...noPath, chain: observed([digest('leaf'), digest('intermediate'), digest('lost')]) } },
    }),
    'never scanned': neverScanned(),
  },
})

import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { digest, endpoint, inDays, intermediate, leaf, neverScanned, testNow, trust } from '#lib/testing/facts.ts'
import { chainCaExpiring } from './chain-ca-expiring.ts'

const root = intermediate({ sha256: digest('root'), subject: 'CN=Estate Root CA', selfSigned: true })
const living = (notBefore: number, notAfter: number) => ({ notBefore: inDays(notBefore), notAfter: inDays(notAfter) })
const under = (notBefore: number, notAfter: number) =>
  endpoint({ at: { chain: [leaf(), intermediate(living(notBefore, notAfter))] } })
/** The leaf is sent alone: its issuers are known all the same. */
const unsent = (...issuers: readonly ReturnType<typeof intermediate>[]) =>
  withIssuers(endpoint({ at: { chain: [leaf()] } }), issuers)

function withIssuers(facts: ReturnType<typeof endpoint>, issuers: readonly ReturnType<typeof intermediate>[]) {
  const addresses = facts.addresses.map((one) => ({ ...one, latest: one.latest && { ...one.latest, issuers } }))
  return { ...facts, addresses }
}

const hashes = (...names: readonly string[]) => names.map(digest)
const told = (sha256: readonly string[], distrustedFrom: string | null = null) => ({
  sha256,
  validFrom: inDays(-30),
  validUntil: inDays(60),
  distrustedFrom,
  notes: [],
})

/** Two paths: one over a CA that is about to end, and one over its cross-sign. */
function crossSigned(distrustedFrom: string | null) {
  const paths = [told(hashes('leaf', 'intermediate', 'root')), told(hashes('leaf', 'cross', 'root'), distrustedFrom)]
  const opinion = trust({ verdict: { paths, refused: [], exhausted: false } })
  const chain = [leaf(), intermediate(living(-1000, 10)), intermediate({ sha256: digest('cross') })]
  return withIssuers(endpoint({ at: { chain, tls: { trust: observed(opinion) } } }), [root])
}

endpointCases(chainCaExpiring, {
  pass: {
    'an authority with most of its life left': endpoint(),
    'another path outlives the one that ends soon': crossSigned(null),
    'anchor and fetched issuer with most of their lives left': unsent(intermediate(), root),
  },
  fail: {
    'ends before the leaf': [under(-365, 30), { grade: 'before-leaf' }],
    'a tenth of its life left': [under(-950, 100), { grade: 'soon' }],
    'a fifth of its life left': [under(-850, 150), { grade: 'planning' }],
    'an issuer that was fetched ends before the leaf': [
      unsent(intermediate(living(-365, 30)), root),
      { grade: 'before-leaf' },
    ],
    'the anchor is about to end': [unsent(intermediate(), { ...root, ...living(-3600, 100) }), { grade: 'soon' }],
    'the other path is distrusted': [crossSigned(testNow.toISOString()), { grade: 'before-leaf' }],
  },
  'not-applicable': {
    'the leaf is an anchor': endpoint({
      at: { chain: [leaf()], tls: { trust: observed(trust({ path: [digest('leaf')] })) } },
    }),
    'no path': endpoint({ at: { tls: { trust: observed(trust({ pathFound: false, path: [] })) } } }),
  },
  'not-assessed': {
    'the issuers are not on record': unsent(),
    'no store': endpoint({ store: null }),
    'never scanned': neverScanned(),
  },
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contextConstructed, contextPrimitive, sequence } from '#lib/testing/certificates/der-writer.ts'
import { type Authority, createRoot, type Issued } from '#lib/testing/certificates.ts'
import { fingerprint } from '../fingerprint.ts'
import { ParseError } from '../parse-error.ts'
import { type Anchors, readAnchors } from './anchors.ts'
import { readChainCertificate } from './chain-certificate.ts'
import { Estate } from './estate.ts'
import type { EstateLeaf } from './estate-leaf.ts'
import type { Trial, TrialVerdict } from './estate-ways.ts'
import { findPaths } from './find-paths.ts'
import { chosenPath, judgeChain } from './judge-chain.ts'
import { leafEdges } from './leaf-edges.ts'
import { privatePki, rfc5280, spiffe, webpki } from './profile.ts'

const now = Date.now()
const year = 365 * 86_400_000
const before = { notBefore: new Date(now - year), notAfter: new Date(now - year / 2) }

const permitted = (kind: 0 | 1, domain: string) => ({
  oid: '2.5.29.30',
  critical: true,
  value: sequence(contextConstructed(kind, sequence(contextPrimitive(2, Buffer.from(domain))))),
})
const explicitPolicy = { oid: '2.5.29.36', critical: true, value: sequence(contextPrimitive(0, Buffer.from([0]))) }
const policy = '1.3.6.1.4.1.99999.1'

const roots = [
  createRoot(),
  createRoot({ commonName: 'Other Root' }),
  createRoot(),
  createRoot({ commonName: 'Narrow Root', extraExtensions: [permitted(0, 'in.test')] }),
]
const [first, second, , narrow] = roots
const under = (root: Authority | undefined, options = {}) => (root ?? createRoot()).intermediate(options)
const shared = under(first)
const issuing: Authority[] = [
  shared,
  under(first, { commonName: 'Second CA' }),
  // The same name and key under another root, for ever and once upon a time.
  under(second, { key: shared.key }),
  under(second, { key: shared.key, ...before }),
  // The same name with another key, and the same key with identifiers that contradict what it signed.
  under(second),
  under(second, { key: shared.key, subjectKeyId: Buffer.alloc(20, 7) }),
  under(first, { key: shared.key, extraExtensions: [permitted(0, 'in.test')] }),
  under(second, { commonName: 'Second CA', extraExtensions: [permitted(1, 'in.test')] }),
  under(narrow, { commonName: 'Narrow CA' }),
  under(first, { commonName: 'Policy CA', policies: [policy], extraExtensions: [explicitPolicy] }),
  under(first, { commonName: 'Short CA', ca: { pathLength: 0 } }),
]
const leaves: Issued[] = [...issuing, ...roots].flatMap((authority, index) => [
  authority.issue({ dns: [`a${index}.in.test`] }),
  authority.issue({ dns: [`a${index}.out.test`] }),
  authority.issue({ dns: [`b${index}.in.test`], extendedKeyUsage: ['clientAuth'], policies: [policy] }),
  authority.issue({ dns: [`c${index}.test`], ...before }),
  authority.issue({ dns: [`d${index}.in.test`], corruptSignature: true }),
  authority.issue({ dns: [`e${index}.in.test`], authorityKeyId: Buffer.alloc(20, 7) }),
  authority.issue({ uris: ['spiffe://in.test/a'], signatureHash: 'sha1' }),
  // A leaf that is a CA with the name and the key of one of its issuers' issuers.
  authority.issue({ commonName: 'Test Root CA', ca: true, ...(first && { key: first.key }) }),
])
const ders = [...roots, ...issuing, ...leaves]
const keys = [...new Set(ders.map(({ spkiSha256 }) => spkiSha256))]
const sent = [[], issuing, issuing.slice(0, 2), issuing.slice(2, 6), issuing.slice(5, 9), issuing.slice(8)]

const possible = [...roots, ...issuing.slice(0, 2), ...issuing.slice(5, 8), ...leaves.slice(0, 3)]
const profiles = { privatePki, rfc5280, webpki, spiffe }
const trials = fc.record({
  anchors: fc.oneof(fc.subarray([...roots.keys()]), fc.subarray([...possible.keys()])),
  distrusted: fc.subarray(keys, { maxLength: 2 }),
  effectiveAt: fc.constantFrom(now - 1, now + 1),
  at: fc.constantFrom(now, now + year, now - year + 1000),
  profile: fc.constantFrom('privatePki', 'rfc5280', 'webpki', 'spiffe'),
})

interface Chain {
  readonly leaf: Issued
  readonly others: readonly Issued[]
}

const chains = leaves.flatMap((leaf) => sent.map((others): Chain => ({ leaf, others })))

function judgedAlone({ leaf, others }: Chain, { at, ...trial }: Trial) {
  const verdict = judgeChain({ ...trial, chain: [leaf, ...others].map(({ der }) => der) })
  const { path, objection } = chosenPath(verdict, new Date(at))
  return { trusted: path !== null && objection === null, path: path?.sha256.slice(1) ?? [] }
}

it('a chain of the estate is judged as path building judges it alone, under any store, date, profile and distrust', () => {
  const estate = new Estate()
  const added = chains.map(({ leaf, others }): EstateLeaf => {
    const read = estate.add(
      leaf.der,
      others.map(({ der }) => der),
      fingerprint,
      leafEdges(),
    )
    if (read instanceof ParseError) throw read
    return read
  })
  fc.assert(
    fc.property(trials, fc.nat(7), ({ anchors, distrusted, effectiveAt, at, profile }, part) => {
      const store: Anchors = readAnchors(anchors.flatMap((index) => possible[index]?.der ?? []))
      const distrust = new Map(distrusted.map((key) => [key, { effectiveAt, reason: 'test' }]))
      const trial = { anchors: store, distrust, profile: profiles[profile], at }
      const judge = estate.judge(trial)
      const verdictOf = (index: number, { leaf }: Chain): TrialVerdict | null => {
        const own = added[index]
        return own ? (judge.verdict(own) ?? judge.verdictOfBytes(own, leaf.der, leafEdges())) : null
      }
      for (const [index, chain] of chains.entries()) {
        if (index % 8 !== part) continue
        const verdict = verdictOf(index, chain)
        const alone = judgedAlone(chain, trial)
        expect(verdict?.trusted).toBe(alone.trusted)
        if (alone.trusted) expect(verdict?.path).toEqual(alone.path)
        const now = findPaths({
          ...trial,
          leaf: readChainCertificate(chain.leaf.der),
          others: chain.others.map(({ der }) => readChainCertificate(der)),
        })
        expect(verdict?.trusted).toBe(now.valid.length > 0)
      }
    }),
    { numRuns: 60 },
  )
})

it('an answer that needed a leaf’s bytes is known from then on, names under constraints included', () => {
  const estate = new Estate()
  const inside = narrow?.issue({ dns: ['in.test'] })
  const outside = narrow?.issue({ dns: ['out.test'] })
  const store = readAnchors(roots.map(({ der }) => der))
  const trial = { anchors: store, distrust: new Map(), profile: privatePki, at: now }
  for (const [leaf, trusted] of [[outside, false] as const, [inside, true] as const]) {
    if (!leaf) continue
    const added = estate.add(leaf.der, [], fingerprint, leafEdges())
    if (added instanceof ParseError) throw added
    expect(estate.judge(trial).verdict(added)).toBeNull()
    expect(estate.judge(trial).verdictOfBytes(added, leaf.der, leafEdges())).toMatchObject({ trusted })
    expect(estate.judge({ ...trial, at: now + 1 }).verdict(added)).toMatchObject({ trusted })
  }
})

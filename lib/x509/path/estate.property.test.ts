import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Authority, createRoot, type Issued } from '#lib/testing/certificates.ts'
import { fingerprint } from '../fingerprint.ts'
import { ParseError } from '../parse-error.ts'
import { readAnchors } from './anchors.ts'
import { readChainCertificate } from './chain-certificate.ts'
import { Estate } from './estate.ts'
import { findPaths } from './find-paths.ts'
import { privatePki } from './profile.ts'

const now = Date.now()
const year = 365 * 86_400_000
const roots = [createRoot(), createRoot({ commonName: 'Other Root' }), createRoot()]
const issuing: Authority[] = roots.flatMap((root) => [
  root.intermediate(),
  root.intermediate({ commonName: 'Second CA' }),
])
const leaves: Issued[] = [...issuing, ...roots].flatMap((authority, index) => [
  authority.issue({ dns: [`a${index}.test`] }),
  authority.issue({ dns: [`b${index}.test`], extendedKeyUsage: ['clientAuth'] }),
  authority.issue({ dns: [`c${index}.test`], notBefore: new Date(now - year), notAfter: new Date(now - year / 2) }),
  authority.issue({ dns: [`d${index}.test`], corruptSignature: true }),
])
const keys = [...roots, ...issuing, ...leaves].map(({ der }) => readChainCertificate(der).spkiSha256)

it('a chain of the estate is judged as path building judges it alone, under any store, date and distrust', () => {
  const estate = new Estate()
  const chains = leaves.flatMap((leaf) => [[], issuing, issuing.slice(0, 2)].map((others) => ({ leaf, others })))
  const added = chains.map(({ leaf, others }) =>
    estate.add(
      leaf.der,
      others.map(({ der }) => der),
      fingerprint,
    ),
  )
  const trials = fc.record({
    anchors: fc.subarray([...roots, ...issuing.slice(0, 2), ...leaves.slice(0, 1)]),
    distrusted: fc.subarray(keys, { maxLength: 2 }),
    effectiveAt: fc.constantFrom(now - 1, now + 1),
    at: fc.constantFrom(now, now + year, now - year),
  })
  fc.assert(
    fc.property(trials, ({ anchors, distrusted, effectiveAt, at }) => {
      const store = readAnchors(anchors.map(({ der }) => der))
      const distrust = new Map(distrusted.map((key) => [key, { effectiveAt, reason: 'test' }]))
      const trial = { anchors: store, distrust, profile: privatePki, at }
      const judge = estate.judge(trial)
      for (const [index, chain] of chains.entries()) {
        const leaf = added[index]
        if (leaf === undefined || leaf instanceof ParseError) throw new Error('unreadable')
        const verdict = judge(leaf) ?? estate.judgeBytes(leaf, chain.leaf.der, trial)
        const alone = findPaths({
          ...trial,
          leaf: readChainCertificate(chain.leaf.der),
          others: chain.others.map(({ der }) => readChainCertificate(der)),
        })
        expect(verdict.trusted).toBe(alone.valid.length > 0)
      }
    }),
    { numRuns: 60 },
  )
})

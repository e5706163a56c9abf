import { describe, expect, it } from 'vitest'
import {
  type Authority,
  createRoot,
  generateKeyPair,
  type Issued,
  type IssueOptions,
} from '#lib/testing/certificates.ts'
import { readAnchors } from './anchors.ts'
import { readChainCertificate } from './chain-certificate.ts'
import { findPaths, pathLimits } from './find-paths.ts'
import { privatePki } from './profile.ts'

const root = createRoot()
const elsewhere = createRoot({ commonName: 'Elsewhere' })
/** The root by name alone. */
const impostor = createRoot()
/** No hints: every candidate has to be tried. */
const bare = { subjectKeyId: null, authorityKeyId: null } as const

function search(leaf: Issued | undefined, others: readonly Issued[]) {
  if (!leaf) throw new Error('no leaf')
  const started = performance.now()
  const { valid, refused, exhausted } = findPaths({
    leaf: readChainCertificate(leaf.der),
    others: others.map(({ der }) => readChainCertificate(der)),
    anchors: readAnchors([root.der]),
    at: Date.now(),
    profile: privatePki,
  })
  // Quiet machines take a tenth of it; without bounds it would be days.
  expect(performance.now() - started).toBeLessThan(2000)
  expect(refused.length).toBeLessThanOrEqual(pathLimits.paths)
  return { paths: valid.length, exhausted, first: valid[0]?.certificates.map(({ sha256 }) => sha256) }
}

/** `levels` of `width` CAs, each certified by all of the level above; `tops` signs the uppermost, one after the other. */
function lattice(levels: number, width: number, tops: readonly Authority[]) {
  const made: Authority[] = []
  let above = tops
  for (let level = 0; level < levels; level += 1) {
    const now = Array.from({ length: width }, (_, place) => {
      const key = generateKeyPair()
      const signers = level === 0 ? [above[place % above.length] ?? root] : above
      return signers.map((signer) => signer.intermediate({ commonName: `Level ${level}`, key, ...bare }))
    })
    made.push(...now.flat())
    above = now.flatMap(([first]) => first ?? [])
  }
  return { others: made, leaf: above[0]?.issue({ dns: ['a.test'], authorityKeyId: null }) }
}

describe('exponentially many paths', () => {
  it('lead nowhere, and a lattice is done as soon as each CA was tried once', () => {
    const { leaf, others } = lattice(10, 3, [impostor])
    expect(search(leaf, others)).toMatchObject({ paths: 0, exhausted: false })
  })

  it('lead to the anchor by one CA of the uppermost level', () => {
    const { leaf, others } = lattice(12, 2, [elsewhere, root])
    expect(search(leaf, others).paths).toBeGreaterThan(0)
  })

  it('of a million, those at hand are told', () => {
    const { leaf, others } = lattice(6, 10, [impostor, impostor, root])
    expect(search(leaf, others).paths).toBeGreaterThan(0)
  })

  it('among CAs that all certify each other, none of them the anchor', () => {
    const keys = Array.from({ length: 12 }, () => generateKeyPair())
    const roots = keys.map((key, at) => createRoot({ commonName: `CA ${at}`, key }))
    const others = roots.flatMap((one, from) =>
      keys.flatMap((key, to) => (from === to ? [] : [one.intermediate({ commonName: `CA ${to}`, key })])),
    )
    expect(search(roots[0]?.issue({ dns: ['a.test'] }), others)).toMatchObject({ paths: 0, exhausted: false })
  })
})

describe('many CAs of one name', () => {
  const many = (count: number, options: IssueOptions) =>
    Array.from({ length: count }, () => root.intermediate({ commonName: 'Same', ...options }))

  it('the key identifier finds the one among hundreds', () => {
    const others = many(300, {})
    const right = others.at(-1)
    const leaf = right?.issue({ dns: ['a.test'] })
    expect(search(leaf, others)).toMatchObject({ first: [leaf?.sha256, right?.sha256, root.sha256] })
  })

  it('without it the search ends, earlier where signatures are dear', () => {
    const others = many(40, { ...bare, keyAlgorithm: 'p521' })
    const leaf = others.at(-1)?.issue({ dns: ['a.test'], authorityKeyId: null })
    expect(search(leaf, others)).toMatchObject({ paths: 0, exhausted: true })
    const fast = many(40, bare)
    expect(search(fast.at(-1)?.issue({ dns: ['a.test'], authorityKeyId: null }), fast)).toMatchObject({ paths: 1 })
  })
})

it('a name of combining marks takes no longer to read than another', () => {
  const { der } = root.issue({ commonName: `a${'\u0300\u0316'.repeat(100_000)}` })
  const started = performance.now()
  expect(readChainCertificate(der).subject.rdns).toHaveLength(1)
  expect(performance.now() - started).toBeLessThan(2000)
})

it('what is refused is told in bounded words, however long the names are', () => {
  const long = 'x'.repeat(100_000)
  const oids = Array.from({ length: 500 }, (_, at) => ({ oid: `1.2.3.${at}`, critical: true, value: Buffer.of(5, 0) }))
  for (const leaf of [root.issue({ commonName: long, extraExtensions: oids }), createRoot({ commonName: long })]) {
    const question = { leaf: readChainCertificate(leaf.der), others: [], anchors: readAnchors([root.der]) }
    const { refused } = findPaths({ ...question, at: null, profile: privatePki })
    expect(refused).toHaveLength(1)
    expect(refused[0]?.fault.detail.length).toBeLessThan(310)
  }
})

import { describe, expect, it } from 'vitest'
import {
  contextConstructed,
  contextPrimitive,
  objectIdentifier,
  sequence,
} from '#lib/testing/certificates/der-writer.ts'
import { createRoot, generateKeyPair, type Issued, type IssueOptions, selfSigned } from '#lib/testing/certificates.ts'
import { readAnchors } from './anchors.ts'
import { readChainCertificate } from './chain-certificate.ts'
import { findPaths, type PathQuestion } from './find-paths.ts'
import { privatePki, rfc5280, webpki } from './profile.ts'

const now = Date.now()
const day = 86_400_000

function ask(leaf: Issued, others: readonly Issued[], anchors: readonly Issued[], change: Partial<PathQuestion> = {}) {
  const judged = findPaths({
    leaf: readChainCertificate(leaf.der),
    others: others.map(({ der }) => readChainCertificate(der)),
    anchors: readAnchors(anchors.map(({ der }) => der)),
    at: now,
    profile: privatePki,
    ...change,
  })
  return {
    ...judged,
    paths: judged.valid.map(({ certificates }) => certificates.map(({ sha256 }) => sha256)),
    reasons: judged.refused.map(({ fault }) => `${fault.reason} at ${fault.at}`),
  }
}

const hashes = (...path: readonly Issued[]) => path.map(({ sha256 }) => sha256)
const root = createRoot()
const issuing = root.intermediate({ commonName: 'Issuing CA' })
const leaf = issuing.issue({ dns: ['a.test'] })

describe('building', () => {
  it('finds the path whatever the order, strays and doubles among what was sent', () => {
    const stray = createRoot().intermediate()
    expect(ask(leaf, [stray, issuing, issuing, root], [root]).paths).toEqual([hashes(leaf, issuing, root)])
  })

  it('finds every path through cross-signed authorities, and takes another where one is out of date', () => {
    const other = createRoot({ commonName: 'Other Root' })
    const cross = other.intermediate({ commonName: 'Issuing CA', key: issuing.key })
    const old = root.intermediate({
      commonName: 'Issuing CA',
      key: issuing.key,
      notBefore: new Date(now - 9 * day),
      notAfter: new Date(now - day),
    })
    const found = ask(leaf, [old, cross, issuing], [root, other])
    expect(found.paths).toEqual(expect.arrayContaining([hashes(leaf, cross, other), hashes(leaf, issuing, root)]))
    expect(found.paths).toHaveLength(2)
    expect(found.reasons).toEqual(['expired at 1'])
  })

  it('comes out of a ring of authorities that sign each other', () => {
    const [keyA, keyB] = [generateKeyPair(), generateKeyPair()]
    const a = createRoot({ commonName: 'A', key: keyA })
    const b = createRoot({ commonName: 'B', key: keyB })
    const aByB = b.intermediate({ commonName: 'A', key: keyA })
    const bByA = a.intermediate({ commonName: 'B', key: keyB })
    const under = a.issue({ dns: ['a.test'] })
    expect(ask(under, [aByB, bByA], []).paths).toEqual([])
    expect(ask(under, [aByB, bByA], [b]).paths).toEqual([hashes(under, aByB, b)])
  })

  it('ends within its bounds among look-alikes, and says that it did not see everything', () => {
    const lookalikes = Array.from({ length: 40 }, () =>
      root.intermediate({ commonName: 'Look-alike', subjectKeyId: null }),
    )
    const forged = lookalikes[0]?.issue({ dns: ['a.test'], authorityKeyId: null, corruptSignature: true })
    const limits = { signatures: 10 }
    const found = forged && ask(forged, lookalikes, [root], { limits })
    expect(found).toMatchObject({ paths: [], exhausted: true })
  })

  it('does not take a name for a key: an impostor of the same name has no path', () => {
    const impostor = createRoot().intermediate({ commonName: 'Issuing CA' })
    const found = ask(impostor.issue({ dns: ['a.test'] }), [issuing], [root])
    expect(found.paths).toEqual([])
    expect(found.reasons).toEqual(['signature-mismatch at 0'])
  })

  it('compares names by RFC 5280 7.1 and not by their octets', () => {
    const shouting = root.intermediate({ subject: [['CN', 'ISSUING  ca ']], key: issuing.key })
    expect(ask(leaf, [shouting], [root]).paths).toEqual([hashes(leaf, shouting, root)])
  })

  it('says why there is none', () => {
    expect(ask(leaf, [], [root]).reasons).toEqual(['no-path-to-anchor at 0'])
    expect(ask(leaf, [issuing], []).reasons).toEqual(['no-path-to-anchor at 1'])
    expect(ask(selfSigned({ dns: ['a.test'] }), [], [root]).reasons).toEqual(['self-signed-not-anchor at 0'])
  })

  it('takes a leaf that is an anchor itself', () => {
    const own = selfSigned({ dns: ['a.test'] })
    expect(ask(own, [], [own]).paths).toEqual([hashes(own)])
  })
})

describe('time and distrust', () => {
  const bounded = issuing.issue({ dns: ['a.test'], notAfter: new Date(Math.floor(now / 1000) * 1000) })
  const end = readChainCertificate(bounded.der).notAfter

  it('notAfter is inclusive to the second', () => {
    expect(ask(bounded, [issuing], [root], { at: end + 999 }).paths).toHaveLength(1)
    expect(ask(bounded, [issuing], [root], { at: end + 1000 }).reasons).toEqual(['expired at 0'])
  })

  it('without an instant a path tells its span and when it is distrusted', () => {
    const distrust = new Map([[issuing.spkiSha256, { effectiveAt: now - day, reason: 'test' }]])
    const [path] = ask(bounded, [issuing], [root], { at: null, distrust }).valid
    expect(path).toMatchObject({ validUntil: end, distrustedFrom: now - day })
    expect(ask(bounded, [issuing], [root], { distrust }).reasons).toEqual(['distrusted at 1'])
  })

  it('a cross-sign does not slip past a distrusted key', () => {
    const other = createRoot({ commonName: 'Other Root' })
    const cross = other.intermediate({ commonName: 'Issuing CA', key: issuing.key })
    const distrust = new Map([[issuing.spkiSha256, { effectiveAt: 0, reason: 'test' }]])
    expect(ask(leaf, [issuing, cross], [root, other], { distrust }).paths).toEqual([])
  })
})

const extension = (oid: string, value: Buffer, critical = true) => ({ extraExtensions: [{ oid, critical, value }] })
const dnsConstraint = (tag: number, domain: string) =>
  extension('2.5.29.30', sequence(contextConstructed(tag, sequence(contextPrimitive(2, Buffer.from(domain))))))

describe('rules', () => {
  const cases: [string, { ca?: IssueOptions; leaf?: IssueOptions }, string | null][] = [
    ['a CA without the CA flag', { ca: { omitBasicConstraints: true } }, 'not-a-ca at 1'],
    ['a key that may not sign', { ca: { keyUsage: ['cRLSign'] } }, 'key-may-not-sign-certificates at 1'],
    [
      'an unknown critical extension',
      { leaf: extension('1.2.3.4', Buffer.from([5, 0])) },
      'unknown-critical-extension at 0',
    ],
    ['an unknown extension', { leaf: extension('1.2.3.4', Buffer.from([5, 0]), false) }, null],
    ['another purpose of the leaf', { leaf: { extendedKeyUsage: ['clientAuth'] } }, 'purpose-not-allowed at 0'],
    ['another purpose of the CA', { ca: { extendedKeyUsage: ['clientAuth'] } }, 'purpose-not-allowed at 1'],
    ['any purpose', { leaf: { extendedKeyUsage: ['anyExtendedKeyUsage'] } }, null],
    ['two algorithms', { leaf: { outerSignatureHash: 'sha384' } }, 'signature-mismatch at 0'],
    ['a permitted name', { ca: dnsConstraint(0, 'test') }, null],
    ['a name that is not permitted', { ca: dnsConstraint(0, 'example') }, 'name-not-permitted at 0'],
    ['an excluded name', { ca: dnsConstraint(1, 'a.test') }, 'name-excluded at 0'],
    [
      'a wildcard that reaches into an excluded name',
      { ca: dnsConstraint(1, 'a.b.test'), leaf: { dns: ['*.b.test'] } },
      'name-excluded at 0',
    ],
    [
      'a policy that nothing grants',
      { ca: extension('2.5.29.36', sequence(contextPrimitive(0, Buffer.from([0])))) },
      'no-valid-policy at 0',
    ],
    [
      'a mapping of anyPolicy',
      {
        ca: extension('2.5.29.33', sequence(sequence(objectIdentifier('2.5.29.32.0'), objectIdentifier('1.2.3.4')))),
      },
      'any-policy-mapped at 1',
    ],
  ]

  it.each(cases)('%s', (_title, options, reason) => {
    const ca = root.intermediate({ ...options.ca })
    const found = ask(ca.issue({ dns: ['a.test'], ...options.leaf }), [ca], [root])
    if (reason === null) expect(found.paths).toHaveLength(1)
    else expect(found.reasons).toContain(reason)
    expect(found.paths).toHaveLength(reason === null ? 1 : 0)
  })

  it('counts the length of a path without those that issued themselves', () => {
    const limited = root.intermediate({ commonName: 'Limited', ca: { pathLength: 0 } })
    const rolled = limited.intermediate({ commonName: 'Limited' })
    const deeper = limited.intermediate({ commonName: 'Deeper' })
    const under = rolled.issue({ dns: ['a.test'] })
    expect(ask(under, [rolled, limited], [root]).paths).toEqual([hashes(under, rolled, limited, root)])
    expect(ask(deeper.issue({ dns: ['a.test'] }), [deeper, limited], [root]).reasons).toContain('path-too-long at 1')
  })
})

describe('profiles', () => {
  it('rfc5280 refuses what section 4 forbids, a private PKI notes it', () => {
    const ca = root.intermediate({ subjectKeyId: null })
    const under = ca.issue({ dns: ['a.test'] })
    const missing = 'a CA without a subject key identifier (RFC 5280 4.2.1.2)'
    expect(ask(under, [ca], [root], { profile: rfc5280 }).refused[0]?.fault).toMatchObject({ at: 1, detail: missing })
    expect(ask(under, [ca], [root]).valid[0]?.notes).toEqual([{ reason: 'not-conforming', at: 1, detail: missing }])
  })

  it('SHA-1 is refused by rfc5280 and left to findings in a private PKI', () => {
    const old = issuing.issue({ dns: ['a.test'], signatureHash: 'sha1' })
    expect(ask(old, [issuing], [root]).paths).toHaveLength(1)
    expect(ask(old, [issuing], [root], { profile: rfc5280 }).reasons).toEqual(['weak-signature-algorithm at 0'])
  })

  it('webpki wants the purpose stated, and no CA for a leaf', () => {
    const profile = { ...webpki, conformance: 'note' } as const
    const silent = issuing.issue({ dns: ['a.test'], extendedKeyUsage: null })
    expect(ask(silent, [issuing], [root], { profile }).reasons).toEqual(['purpose-not-allowed at 0'])
    expect(ask(issuing, [], [root], { profile }).reasons).toEqual(['leaf-is-ca at 0'])
  })
})

import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { contextConstructed, sequence } from '#lib/testing/certificates/der-writer.ts'
import { createRoot, type IssueOptions } from '#lib/testing/certificates.ts'
import { labStore } from '#lib/testing/lab/scanning.ts'
import { findPath } from './trust-path.ts'

const root = createRoot()

/** The search for a leaf below an intermediate that was made so. */
function searchBelow(above: IssueOptions, leaf: IssueOptions = { dns: ['service.test'] }) {
  const issuing = root.intermediate(above)
  return findPath([issuing.issue(leaf).der, issuing.der], labStore(root))
}

describe('a path', () => {
  it('goes over what was sent to an anchor, whatever the order and whatever else was sent', () => {
    const issuing = root.intermediate()
    const leaf = issuing.issue({ dns: ['service.test'] })
    const stray = createRoot({ commonName: 'Stray' })
    const { path } = findPath([leaf.der, stray.der, root.der, issuing.der], labStore(root))
    expect(path?.sha256).toEqual([leaf.sha256, issuing.sha256, root.sha256])
  })

  it('is tried over every issuer of the name: a namesake with another key does not hide the right one', () => {
    const [namesake, issuing] = [root.intermediate(), root.intermediate()]
    const leaf = issuing.issue({ dns: ['service.test'] })
    const { path } = findPath([leaf.der, namesake.der, issuing.der], labStore(root))
    expect(path?.sha256).toEqual([leaf.sha256, issuing.sha256, root.sha256])
  })

  it('is not found for a forgery that carries a genuine certificate as PEM text', () => {
    const genuine = root.issue({ dns: ['a.test'] })
    const impostor = createRoot({ commonName: 'Impostor' })
    const forged = impostor.issue({
      dns: ['victim.test'],
      extraExtensions: [{ oid: '1.3.6.1.4.1.99999.1', critical: false, value: Buffer.from(`\n${genuine.pem}\n`) }],
    })
    expect(findPath([genuine.der], labStore(root)).path?.sha256).toEqual([genuine.sha256, root.sha256])
    expect(findPath([forged.der], labStore(root)).path).toBeNull()
  })
})

describe('of several paths', () => {
  const past = { notBefore: new Date(Date.now() - 9 * dayMs), notAfter: new Date(Date.now() - dayMs) }

  it('one that is in date is taken, wherever one that is out of date stands', () => {
    const { key } = root
    const [outdated, future] = [
      createRoot({ key, ...past }),
      createRoot({ key, notBefore: new Date(Date.now() + dayMs), notAfter: new Date(Date.now() + 9000 * dayMs) }),
    ]
    const issuing = root.intermediate()
    const leaf = issuing.issue({ dns: ['service.test'] })
    const { path } = findPath([leaf.der, issuing.der], labStore(outdated, future, root))
    expect(path?.sha256).toEqual([leaf.sha256, issuing.sha256, root.sha256])
  })

  it('what was in date once is looked for anew when it is not', () => {
    const next = createRoot({ key: root.key, notAfter: new Date(Date.now() + 9000 * dayMs) })
    const leaf = root.issue({ dns: ['service.test'], notAfter: new Date(Date.now() + 8000 * dayMs) })
    const store = labStore(root, next)
    const at = (days: number) => findPath([leaf.der], store, new Date(Date.now() + days * dayMs)).path?.sha256
    expect(at(0)).toEqual([leaf.sha256, root.sha256])
    expect(at(5000)).toEqual([leaf.sha256, next.sha256])
    expect(at(9500)).toEqual([leaf.sha256, root.sha256])
  })
})

describe('a search that came to its bounds says so, and not that there is no path', () => {
  it('among many namesakes', () => {
    const namesakes = Array.from({ length: 70 }, () => root.intermediate())
    const issuing = root.intermediate()
    const leaf = issuing.issue({ dns: ['service.test'] })
    const { objection } = findPath(
      [leaf, ...namesakes, issuing].map(({ der }) => der),
      labStore(root),
    )
    expect(objection).toBe('PATH_SEARCH_EXHAUSTED')
  })

  it('in a chain that is very long', () => {
    const line = [root]
    for (let depth = 0; depth < 12; depth += 1)
      line.unshift((line[0] ?? root).intermediate({ commonName: `CA ${depth}` }))
    const leaf = (line[0] ?? root).issue({ dns: ['service.test'] })
    const { objection } = findPath(
      [leaf, ...line].map(({ der }) => der),
      labStore(root),
    )
    expect(objection).toBe('PATH_SEARCH_EXHAUSTED')
  })

  it('but not in a ring of certificates', () => {
    const [one, other] = [createRoot({ commonName: 'One' }), createRoot({ commonName: 'Other' })]
    const ring = [
      one.intermediate({ commonName: 'Other', key: other.key }),
      other.intermediate({ commonName: 'One', key: one.key }),
    ]
    const leaf = one.issue({ dns: ['service.test'] })
    const { objection } = findPath(
      [leaf, ...ring].map(({ der }) => der),
      labStore(root),
    )
    expect(objection).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
  })
})

describe('a rule that is broken refuses a chain whose signatures hold', () => {
  it.each<[string, IssueOptions, IssueOptions | undefined, string]>([
    ['a purpose of the leaf', {}, { extendedKeyUsage: ['clientAuth'] }, 'INVALID_PURPOSE'],
    ['a purpose above it', { extendedKeyUsage: ['clientAuth'] }, undefined, 'INVALID_PURPOSE'],
    ['a key that may not sign', { keyUsage: ['digitalSignature'] }, undefined, 'INVALID_CA'],
    [
      'a critical extension that nobody knows',
      { extraExtensions: [{ oid: '1.3.6.1.4.1.99999.2', critical: true, value: Buffer.from('0500', 'hex') }] },
      undefined,
      'UNHANDLED_CRITICAL_EXTENSION',
    ],
  ])('%s', (_case, above, leaf, objection) => {
    expect(searchBelow({}).objection).toBeNull()
    expect(searchBelow(above, { dns: ['service.test'], ...leaf })).toEqual({ path: null, objection })
  })

  it('a path that is longer than an issuer allows', () => {
    const upper = root.intermediate({ commonName: 'Upper', ca: { pathLength: 0 } })
    const lower = upper.intermediate({ commonName: 'Lower' })
    const leaf = lower.issue({ dns: ['service.test'] })
    const { objection } = findPath([leaf.der, lower.der, upper.der], labStore(root))
    expect(objection).toBe('PATH_LENGTH_EXCEEDED')
  })

  it.each<[string, string, IssueOptions, string | null]>([
    ['permitted', dnsSubtree('test'), { dns: ['service.test'] }, null],
    ['permitted', dnsSubtree('other.test'), { dns: ['service.test'] }, 'PERMITTED_VIOLATION'],
    ['excluded', dnsSubtree('test'), { dns: ['service.test'] }, 'EXCLUDED_VIOLATION'],
    ['excluded', dnsSubtree('ice.test'), { dns: ['service.test'] }, null],
    ['permitted', ipSubtree('0a000000ff000000'), { ips: ['10.1.2.3'] }, null],
    ['permitted', ipSubtree('0a000000ff000000'), { ips: ['11.1.2.3'] }, 'PERMITTED_VIOLATION'],
    ['permitted', uriSubtree('prod.test'), { uris: ['spiffe://prod.test/payments'] }, null],
    ['permitted', uriSubtree('prod.test'), { uris: ['spiffe://dev.test/payments'] }, 'PERMITTED_VIOLATION'],
  ])('names %s by %s', (which, subtree, leaf, objection) => {
    const tag = which === 'permitted' ? 0 : 1
    const value = sequence(contextConstructed(tag, sequence(Buffer.from(subtree, 'hex'))))
    const constrained = { extraExtensions: [{ oid: '2.5.29.30', critical: true, value }] }
    expect(searchBelow(constrained, leaf).objection).toBe(objection)
  })
})

function dnsSubtree(text: string): string {
  return generalName(0x82, Buffer.from(text))
}

function uriSubtree(text: string): string {
  return generalName(0x86, Buffer.from(text))
}

function ipSubtree(hex: string): string {
  return generalName(0x87, Buffer.from(hex, 'hex'))
}

function generalName(tag: number, content: Buffer): string {
  return Buffer.concat([Buffer.of(tag, content.length), content]).toString('hex')
}

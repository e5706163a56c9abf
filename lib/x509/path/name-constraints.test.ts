import { expect, it } from 'vitest'
import {
  contextConstructed,
  contextPrimitive,
  objectIdentifier,
  sequence,
  utf8String,
} from '#lib/testing/certificates/der-writer.ts'
import { distinguishedName } from '#lib/testing/certificates/distinguished-name.ts'
import { createRoot, generateKeyPair, type IssueOptions } from '#lib/testing/certificates.ts'
import { readAnchors, tryReadChainCertificate } from './anchors.ts'
import { readChainCertificate } from './chain-certificate.ts'
import { findPaths } from './find-paths.ts'
import { privatePki, rfc5280 } from './profile.ts'

const root = createRoot()
const key = generateKeyPair()
const email = (text: string) => contextPrimitive(1, Buffer.from(text))
const dns = (text: string) => contextPrimitive(2, Buffer.from(text))
const uri = (text: string) => contextPrimitive(6, Buffer.from(text))
const ip = (hex: string) => contextPrimitive(7, Buffer.from(hex, 'hex'))
const directory = (...names: [string, string][]) => contextConstructed(4, distinguishedName(names))
const otherName = (oid: string, text: string) =>
  contextConstructed(0, objectIdentifier(oid), contextConstructed(0, utf8String(text)))
const trees = (tag: number) => (base: Buffer) => contextConstructed(tag, sequence(base))
const [permitted, excluded] = [trees(0), trees(1)]

const extension = (oid: string, value: Buffer, critical: boolean) => ({ extraExtensions: [{ oid, critical, value }] })
const constraints = (...parts: Buffer[]) => extension('2.5.29.30', sequence(...parts), true)
const names = (...list: Buffer[]) => extension('2.5.29.17', sequence(...list), false)

/** Why the leaf is refused under a CA with these constraints; null where it is not. */
function refusal(constraint: IssueOptions, leaf: IssueOptions, profile = rfc5280): string | null {
  const ca = root.intermediate({ commonName: 'Constrained', key, ...constraint })
  const authority = tryReadChainCertificate(ca.der)
  if (authority instanceof Error) return 'malformed'
  const { valid, refused } = findPaths({
    leaf: readChainCertificate(ca.issue({ key, ...leaf }).der),
    others: [authority],
    anchors: readAnchors([root.der]),
    at: Date.now(),
    profile,
  })
  return valid.length > 0 ? null : (refused[0]?.fault.reason ?? 'nothing')
}

const mailbox = '1.3.6.1.5.5.7.8.9'
const cases: [string, Buffer, IssueOptions, string | null][] = [
  ['a domain covers itself', permitted(dns('B.test')), { dns: ['b.test'] }, null],
  ['and what is below it', permitted(dns('b.test')), { dns: ['x.y.b.test'] }, null],
  ['but no name that ends alike', permitted(dns('b.test')), { dns: ['xb.test'] }, 'name-not-permitted'],
  ['a wildcard below it', permitted(dns('b.test')), { dns: ['*.b.test'] }, null],
  ['a wildcard that reaches out of it', permitted(dns('a.b.test')), { dns: ['*.b.test'] }, 'name-not-permitted'],
  ['a wildcard that reaches into it', excluded(dns('a.b.test')), { dns: ['*.b.test'] }, 'name-excluded'],
  ['a wildcard two labels above', excluded(dns('a.b.test')), { dns: ['*.test'] }, null],
  ['nothing covers all', excluded(dns('')), { dns: ['a.test'] }, 'name-excluded'],
  ['nothing permits all', permitted(dns('')), { dns: ['a.test'] }, null],
  ['another form is free', permitted(ip('c0000200ffffff00')), { dns: ['a.test'] }, null],
  ['a network', permitted(ip('c0000200ffffff00')), { ips: ['192.0.2.200'] }, null],
  ['another network', permitted(ip('c0000200ffffff00')), { ips: ['192.0.3.1'] }, 'name-not-permitted'],
  ['IPv6 under a network of IPv4', permitted(ip('c0000200ffffff00')), { ips: ['::1'] }, 'name-not-permitted'],
  ['all of IPv4 and no IPv6', excluded(ip('0000000000000000')), { ips: ['::1'] }, null],
  ['a host of mail', permitted(email('b.test')), { emails: ['x@B.test'] }, null],
  ['a host below it', permitted(email('b.test')), { emails: ['x@c.b.test'] }, 'name-not-permitted'],
  ['hosts below a domain', permitted(email('.b.test')), { emails: ['x@c.b.test'] }, null],
  ['not the domain itself', permitted(email('.b.test')), { emails: ['x@b.test'] }, 'name-not-permitted'],
  ['a mailbox has case', permitted(email('X@b.test')), { emails: ['x@b.test'] }, 'name-not-permitted'],
  ['a mailbox in UTF-8', excluded(email('b.test')), names(otherName(mailbox, 'ü@b.test')), 'name-excluded'],
  ['a mailbox of a U-label', permitted(email('xn--bcher-kva.test')), names(otherName(mailbox, 'ü@bücher.test')), null],
  [
    'mail in a subject alone',
    excluded(email('b.test')),
    {
      subject: [
        ['CN', 'x'],
        ['emailAddress', 'x@b.test'],
      ],
    },
    'name-excluded',
  ],
  ['a host of URIs', permitted(uri('b.test')), { uris: ['https://u@B.test:8443/x'] }, null],
  ['hosts below it', permitted(uri('b.test')), { uris: ['https://x.b.test/'] }, 'name-not-permitted'],
  ['hosts below a domain of URIs', permitted(uri('.b.test')), { uris: ['https://x.b.test/'] }, null],
  ['a URI without a host', excluded(uri('b.test')), { uris: ['urn:b:test'] }, 'name-excluded'],
  ['a URI of an address', excluded(uri('b.test')), { uris: ['https://192.0.2.1/'] }, 'name-excluded'],
  ['a final dot hides no host', excluded(uri('b.test')), { uris: ['https://b.test./'] }, 'name-excluded'],
  ['escapes hide no host', excluded(uri('b.test')), { uris: ['https://%62.test/'] }, 'name-excluded'],
  [
    'a subtree of names',
    permitted(directory(['O', 'x'])),
    {
      subject: [
        ['O', ' X '],
        ['CN', 'a'],
      ],
    },
    null,
  ],
  [
    'names in order',
    permitted(directory(['O', 'x'])),
    {
      subject: [
        ['CN', 'a'],
        ['O', 'x'],
      ],
    },
    'name-not-permitted',
  ],
  ['no subject, no name', permitted(directory(['O', 'x'])), { subject: [], dns: ['a.test'] }, null],
  [
    'a form that nobody compares',
    excluded(contextPrimitive(8, Buffer.of(42, 3))),
    names(dns('a.test'), contextPrimitive(8, Buffer.of(42, 4))),
    'unsupported-name-constraint',
  ],
]

it.each(cases)('%s', (_title, tree, leaf, reason) => {
  expect(refusal(constraints(tree), { dns: [], commonName: 'a', ...leaf }, privatePki)).toBe(reason)
})

it.each([
  ['a pattern', dns('*.b.test'), { dns: ['x.b.test'] }],
  ['a pattern that is the name itself', dns('*.b.test'), { dns: ['*.b.test'] }],
  ['a final dot', dns('b.test.'), { dns: ['x.b.test'] }],
  ['a URL', uri('https://b.test/'), { uris: ['https://b.test/'] }],
  ['octets beyond ASCII', email('@@'), { emails: ['x@b.test'] }],
])('a base that says nothing permits nothing and excludes everything of its form: %s', (_title, base, leaf) => {
  for (const tree of [permitted(base), excluded(base)]) {
    expect(refusal(constraints(tree), leaf, privatePki)).toBe('unsupported-name-constraint')
    expect(refusal(constraints(tree), { dns: ['a.test'] })).toBe('not-conforming')
  }
})

it.each([
  ['nothing', constraints()],
  ['an empty list', constraints(contextConstructed(0))],
  ['exclusions first', constraints(excluded(dns('b.test')), permitted(dns('a.test')))],
  ['the same field twice', constraints(permitted(dns('a.test')), permitted(dns('a.test')))],
  ['a mask that is no prefix', constraints(permitted(ip('c0000200ff00ff00')))],
  ['an address without a mask', constraints(permitted(ip('c0000201')))],
  ['a maximum', constraints(contextConstructed(0, sequence(dns('a.test'), contextPrimitive(1, Buffer.of(1)))))],
])('refuses to read %s', (_title, constraint) => {
  expect(refusal(constraint, { dns: ['a.test'] })).toBe('malformed')
})

it('many long names under many long constraints take no longer than reading them does', () => {
  const long = (count: number) => `${'x.'.repeat(100)}${count}.t`
  const list = Array.from({ length: 1023 }, (_, count) => count)
  const tree = contextConstructed(1, ...list.map((count) => sequence(dns(long(count + 2000)))))
  const started = performance.now()
  expect(refusal(constraints(tree), names(...list.map((count) => dns(`*.${long(count)}`))), privatePki)).toBeNull()
  // It took eight seconds where each name was held against each subtree.
  expect(performance.now() - started).toBeLessThan(2000)
})

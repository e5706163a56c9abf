import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { matchesDnsId, matchIdentity } from './match-host.ts'
import { parseCertificate } from './parse-certificate.ts'

describe('matchesDnsId', () => {
  it.each([
    ['a.example.test', 'a.example.test'],
    ['A.Example.TEST', 'a.eXAMPLE.test'],
    ['*.example.test', 'a.example.test'],
    ['*.example.test', 'xn--bcher-kva.example.test'],
    ['a.example.test', 'a.example.test.'],
    ['XN--BCHER-KVA.test', 'xn--bcher-kva.test'],
    ['xn--bcher-kva.test', 'bücher.test'],
    ['under_score.test', 'under_score.test'],
    ['localhost', 'localhost'],
  ])('%s matches %s', (presented, reference) => {
    expect(matchesDnsId(presented, reference)).toBe(true)
  })

  it.each([
    ['*.example.test', 'example.test', 'the wildcard covers one label'],
    ['*.example.test', 'a.b.example.test', 'and no more'],
    ['*.example.test', '.example.test', 'an empty label is none'],
    ['a*.example.test', 'ab.example.test', 'no partial wildcard'],
    ['*a.example.test', 'ba.example.test', 'no partial wildcard'],
    ['a.*.test', 'a.b.test', 'only the left-most label'],
    ['*.*.test', 'a.b.test', 'only one'],
    ['*', 'localhost', 'not alone'],
    ['*.test', 'a.test', 'not under a top-level label'],
    ['*.example.test', '*.example.test', 'a reference is no pattern'],
    ['a.example.test.', 'a.example.test', 'a presented name has no final dot'],
    ['10.0.0.1', '10.0.0.1', 'an IP address is no DNS name'],
    ['*.0.0.1', '10.0.0.1', 'an IP address is no DNS name'],
    ['a.test\\00.evil.test', 'a.test', 'an escaped NUL ends nothing'],
    [' a.test', 'a.test', 'no trimming'],
    ['bücher.test', 'bücher.test', 'a presented U-label is malformed'],
    ['\u212a.test', 'k.test', 'case folding is ASCII'],
    ['', '', 'nothing matches nothing'],
    ['.', '.', 'nothing matches nothing'],
  ])('%s does not match %s: %s', (presented, reference) => {
    expect(matchesDnsId(presented, reference)).toBe(false)
  })

  it('matches any host name to itself in any case, and to its parent wildcard', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 3, maxLength: 5 }), (labels) => {
        const name = labels.join('.')
        expect(matchesDnsId(name.toUpperCase(), name)).toBe(true)
        expect(matchesDnsId(`*.${labels.slice(1).join('.')}`, name)).toBe(true)
        expect(matchesDnsId(`*.${name}`, name)).toBe(false)
      }),
    )
  })
})

describe('matchIdentity', () => {
  const root = createRoot()
  const leaf = parseCertificate(
    root.issue({ commonName: 'cn.test', dns: ['a.test', '10.0.0.9'], ips: ['10.0.0.1', '2001:db8::1'] }).der,
  )

  it('tells which name matched and all that were presented', () => {
    expect(matchIdentity(leaf, { kind: 'dns', value: 'a.test' })).toEqual({
      matched: true,
      by: { kind: 'dns', value: 'a.test' },
      presented: ['a.test', '10.0.0.9', '10.0.0.1', '2001:db8::1'],
    })
  })

  it('never matches the common name', () => {
    expect(matchIdentity(leaf, { kind: 'dns', value: 'cn.test' })).toMatchObject({ matched: false, by: null })
  })

  it.each([
    ['10.0.0.1', true],
    ['2001:0DB8:0:0::1', true],
    ['10.0.0.9', false],
    ['10.0.0.2', false],
    ['010.0.0.1', false],
    ['10.1', false],
    ['2001:db8::1%eth0', false],
    ['a.test', false],
  ])('compares the address %s by octets against iPAddress alone: %s', (value, matched) => {
    expect(matchIdentity(leaf, { kind: 'ip', value }).matched).toBe(matched)
  })

  it('matches a SPIFFE ID as it stands', () => {
    const svid = parseCertificate(root.issue({ uris: ['spiffe://example.test/a'] }).der)
    const matched = (value: string) => matchIdentity(svid, { kind: 'spiffe', value }).matched
    expect(matched('spiffe://example.test/a')).toBe(true)
    expect(matched('spiffe://example.test/A')).toBe(false)
    expect(matched('spiffe://example.test')).toBe(false)
    expect(matchIdentity(svid, { kind: 'dns', value: 'example.test' }).matched).toBe(false)
  })

  it('matches no SPIFFE ID where the certificate holds more than one URI', () => {
    const uris = ['spiffe://example.test/a', 'spiffe://example.test/b']
    const twice = parseCertificate(root.issue({ uris }).der)
    expect(matchIdentity(twice, { kind: 'spiffe', value: 'spiffe://example.test/a' }).matched).toBe(false)
  })

  it('matches no malformed SPIFFE ID to its equal', () => {
    const odd = parseCertificate(root.issue({ uris: ['spiffe://Example.test/a/'] }).der)
    expect(matchIdentity(odd, { kind: 'spiffe', value: 'spiffe://Example.test/a/' }).matched).toBe(false)
  })
})

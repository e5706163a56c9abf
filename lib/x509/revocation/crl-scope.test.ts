import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { contextConstructed, contextPrimitive, sequence, utf8String } from '#lib/testing/certificates/der-writer.ts'
import {
  certificateIssuer,
  directoryName,
  type ListOptions,
  pointName,
  relativePointName,
  revocationList,
} from '#lib/testing/certificates/revocation-list.ts'
import { createRoot, type Issued, type IssueOptions } from '#lib/testing/certificates.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { type Crl, readCrl } from './crl.ts'
import { judgeCrl } from './judge-crl.ts'
import { type RevocationRules, revocationRules } from './rules.ts'

const at = Date.now()
const root = createRoot()
const other = createRoot({ commonName: 'List Maker' })
const serial = 77n
const yes = Buffer.of(0xff)
const onlyUser = contextPrimitive(1, yes)
const onlyCa = contextPrimitive(2, yes)
const indirect = contextPrimitive(4, yes)
const onlyAttribute = contextPrimitive(5, yes)
const reasons = (octets: number[], unused: number) => contextPrimitive(3, Buffer.of(unused, ...octets))

function points(...value: readonly Buffer[]): IssueOptions {
  return { extraExtensions: [{ oid: '2.5.29.31', critical: false, value: sequence(...value) }] }
}

function list(options: Partial<ListOptions> = {}): Crl {
  const usual = { issuer: root, thisUpdate: new Date(at - dayMs), nextUpdate: new Date(at + dayMs) }
  return readCrl(revocationList({ ...usual, ...options }))
}

function judge(leaf: Issued, crls: readonly Crl[], allowIndirect = false): string {
  const rules: RevocationRules = { ...revocationRules, indirect: allowIndirect }
  const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]
  const signers = () => [readChainCertificate(other.der)]
  const judgement = judgeCrl({ certificate, issuer, crls, signers, at, rules })
  return judgement.status === 'GOOD' ? 'GOOD' : `${judgement.status} ${judgement.reason}`
}

describe('scope of a CRL', () => {
  it('holds for the kinds of certificates that it is for', () => {
    const [leaf, ca] = [root.issue({ serial }), root.intermediate({ serial })]
    expect(judge(leaf, [list({ issuing: [onlyUser] })])).toBe('GOOD')
    expect(judge(ca, [list({ issuing: [onlyUser] })])).toBe('UNKNOWN out-of-scope')
    expect(judge(leaf, [list({ issuing: [onlyCa] })])).toBe('UNKNOWN out-of-scope')
    expect(judge(ca, [list({ issuing: [onlyCa] })])).toBe('GOOD')
    expect(judge(leaf, [list({ issuing: [onlyAttribute] })])).toBe('UNKNOWN out-of-scope')
    expect(judge(root.issue({ serial, version: 1 }), [list({ issuing: [onlyUser] })])).toBe('UNKNOWN out-of-scope')
  })

  it('holds for the distribution points that certificates name', () => {
    const one = root.issue({ serial, crlUrls: ['http://a.test/1', 'http://a.test/2'] })
    const of = (url: string) => [list({ issuing: [pointName(url)] })]
    expect(judge(one, of('http://a.test/2'))).toBe('GOOD')
    expect(judge(one, of('http://a.test/3'))).toBe('UNKNOWN out-of-scope')
    expect(judge(root.issue({ serial }), of('http://a.test/2'))).toBe('UNKNOWN out-of-scope')
    expect(judge(one, [list()])).toBe('GOOD')
  })

  it('knows names relative to the issuer of the list', () => {
    const rdn = (text: string) => relativePointName('2.5.4.3', utf8String(text))
    const full = contextConstructed(
      0,
      contextConstructed(0, directoryName(sequence(nameOf(root).subarray(2), tail('Part 1')))),
    )
    const leaf = root.issue({ serial, ...points(sequence(rdn('PART  1'))) })
    expect(judge(leaf, [list({ issuing: [rdn('Part 1')] })])).toBe('GOOD')
    expect(judge(leaf, [list({ issuing: [full] })])).toBe('GOOD')
    expect(judge(leaf, [list({ issuing: [rdn('Part 2')] })])).toBe('UNKNOWN out-of-scope')
  })

  it('is GOOD where several lists cover all reasons together, and UNKNOWN where they do not', () => {
    // keyCompromise and cACompromise; all the others.
    const some = list({ issuing: [reasons([0x60], 5)] })
    const rest = list({ issuing: [reasons([0x1f, 0x80], 7)] })
    const leaf = root.issue({ serial })
    expect(judge(leaf, [some])).toBe('UNKNOWN reasons-not-covered')
    expect(judge(leaf, [some, rest])).toBe('GOOD')
    const revoked = list({ issuing: [reasons([0x60], 5)], revoked: [{ serial, reason: 1 }] })
    expect(judge(leaf, [revoked])).toBe('REVOKED keyCompromise')
  })

  it('refuses lists of other issuers unless they are allowed, named by the certificate and said to be indirect', () => {
    const named = root.issue({
      serial,
      ...points(sequence(pointName('http://a.test/1'), contextConstructed(2, directoryName(nameOf(other))))),
    })
    const mine = certificateIssuer(nameOf(root))
    const good = list({ issuer: other, issuing: [indirect], revoked: [{ serial }] })
    const bad = list({ issuer: other, issuing: [indirect], revoked: [{ serial: 1n, extensions: [mine] }, { serial }] })
    expect(judge(named, [good])).toBe('UNKNOWN indirect-crl')
    expect(judge(named, [good], true)).toBe('GOOD')
    // Entries after one that names an issuer are of the same.
    expect(judge(named, [bad], true)).toBe('REVOKED null')
    expect(judge(named, [list({ issuer: other })], true)).toBe('UNKNOWN indirect-crl')
    expect(judge(root.issue({ serial }), [good], true)).toBe('UNKNOWN other-issuer')
    expect(judge(named, [list()])).toBe('UNKNOWN indirect-crl')
  })

  it('refuses to judge where the certificate’s distribution points can’t be read', () => {
    expect(judge(root.issue({ serial, ...points() }), [list()])).toBe('UNKNOWN malformed')
  })
})

describe('delta CRLs', () => {
  const leaf = root.issue({ serial })
  const delta = (options: Partial<ListOptions>) => list({ number: 5, deltaBase: 3, ...options })
  const held = { number: 4, revoked: [{ serial, reason: 6 }] }

  it('add to a complete CRL and take from it', () => {
    expect(judge(leaf, [list({ number: 4 }), delta({ revoked: [{ serial, reason: 1 }] })])).toBe(
      'REVOKED keyCompromise',
    )
    expect(judge(leaf, [list(held), delta({ revoked: [{ serial, reason: 8 }] })])).toBe('GOOD')
    expect(judge(leaf, [list(held), delta({})])).toBe('REVOKED certificateHold')
  })

  it('say nothing alone, on a base that is missing, of another scope, or out of date', () => {
    const lifts = { revoked: [{ serial, reason: 8 }] }
    expect(judge(leaf, [delta({})])).toBe('UNKNOWN delta-without-base')
    expect(judge(leaf, [list({ ...held, number: 2 }), delta(lifts)])).toBe('REVOKED certificateHold')
    expect(judge(leaf, [list({ ...held, number: 5 }), delta(lifts)])).toBe('REVOKED certificateHold')
    expect(judge(leaf, [list(held), delta({ ...lifts, issuing: [onlyUser] })])).toBe('REVOKED certificateHold')
    const stale = { thisUpdate: new Date(at - 3 * dayMs), nextUpdate: new Date(at - 2 * dayMs) }
    expect(judge(leaf, [list(held), delta({ ...lifts, ...stale })])).toBe('REVOKED certificateHold')
    expect(judge(leaf, [list(held), delta({ ...lifts, key: other.key })])).toBe('REVOKED certificateHold')
  })
})

function nameOf(one: Issued): Buffer {
  return Buffer.from(readChainCertificate(one.der).subjectDer)
}

/** An RDN of one CN. */
function tail(text: string): Buffer {
  const rdn = relativePointName('2.5.4.3', utf8String(text)).subarray(2)
  return Buffer.concat([Buffer.of(0x31), rdn.subarray(1)])
}

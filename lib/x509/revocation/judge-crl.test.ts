import { describe, expect, it } from 'vitest'
import { dayMs, secondMs } from '#lib/core/time.ts'
import {
  invalidityDate,
  type ListOptions,
  type Revoked,
  revocationList,
} from '#lib/testing/certificates/revocation-list.ts'
import { createRoot, generateKeyPair } from '#lib/testing/certificates.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { readCrl } from './crl.ts'
import { judgeCrl } from './judge-crl.ts'
import { type RevocationRules, revocationRules } from './rules.ts'

const now = Date.now()
const at = now - (now % secondMs)
const rules: RevocationRules = { ...revocationRules, skewMs: 0 }
const root = createRoot()
const serial = 0x80_00_00_01n
const leaf = root.issue({ serial, dns: ['a.test'] })
const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]

function list(options: Partial<ListOptions> = {}) {
  const usual = { issuer: root, thisUpdate: new Date(at - dayMs), nextUpdate: new Date(at + dayMs) }
  return readCrl(revocationList({ ...usual, ...options }))
}

function judge(crls: readonly ReturnType<typeof list>[], more: Partial<Parameters<typeof judgeCrl>[0]> = {}) {
  const judgement = judgeCrl({ certificate, issuer, crls, at, rules, ...more })
  return judgement.status === 'GOOD' ? 'GOOD' : `${judgement.status} ${judgement.reason}`
}

const listed = (reason?: number): Revoked[] => [
  { serial: 5n },
  { serial, ...(reason ? { reason } : {}) },
  { serial: 7n },
]

describe('judgeCrl', () => {
  it('is GOOD where a list of the issuer does not have the serial, with the time when the next is due', () => {
    const judgement = judgeCrl({ certificate, issuer, crls: [list({ revoked: [{ serial: 5n }] })], at, rules })
    expect(judgement).toEqual({ status: 'GOOD', thisUpdate: at - dayMs, nextUpdate: at + dayMs, notes: [] })
  })

  it('is REVOKED with time, reason and suspicion', () => {
    const [revokedAt, invalidAt] = [new Date('2026-02-03T04:05:06Z'), new Date('2026-01-01T00:00:00Z')]
    const crl = list({ revoked: [{ serial, at: revokedAt, reason: 1, extensions: [invalidityDate(invalidAt)] }] })
    expect(judgeCrl({ certificate, issuer, crls: [crl], at, rules })).toMatchObject({
      status: 'REVOKED',
      revokedAt: revokedAt.getTime(),
      invalidAt: invalidAt.getTime(),
      reason: 'keyCompromise',
    })
    expect(judge([list({ revoked: listed() })])).toBe('REVOKED null')
    expect(judge([list({ revoked: listed(6) })])).toBe('REVOKED certificateHold')
  })

  it('counts from thisUpdate to nextUpdate, both included, to the second', () => {
    const [from, until] = [new Date(at - 100 * secondMs), new Date(at + 100 * secondMs)]
    const crl = list({ thisUpdate: from, nextUpdate: until })
    const judgedAt = (offset: number) => judge([crl], { at: at + offset * secondMs })
    expect(judgedAt(-101)).toBe('UNKNOWN not-yet-valid')
    expect(judgedAt(-100)).toBe('GOOD')
    expect(judgedAt(100)).toBe('GOOD')
    expect(judgedAt(101)).toBe('UNKNOWN stale')
    const early = judge([crl], { at: at - 101 * secondMs, rules: { ...rules, skewMs: secondMs } })
    expect(early).toBe('GOOD')
  })

  it('counts for its longest age where no nextUpdate is promised, and never longer than the rules let any', () => {
    const noted: RevocationRules = { ...rules, conformance: 'note', maxAgeOpenMs: 10 * secondMs }
    const endless = readCrl(revocationList({ issuer: root, thisUpdate: new Date(at) }))
    expect(judge([endless], { at: at + 10 * secondMs, rules: noted })).toBe('GOOD')
    expect(judge([endless], { at: at + 11 * secondMs, rules: noted })).toBe('UNKNOWN stale')
    expect(judge([list()], { rules: { ...rules, maxAgeMs: dayMs - secondMs } })).toBe('UNKNOWN stale')
  })

  it('proves nothing of a revoked certificate’s goodness where it breaks RFC 5280, and revocations all the same', () => {
    const nameless = list({ number: null })
    expect(judge([nameless])).toBe('UNKNOWN not-conforming')
    expect(judge([nameless], { rules: { ...rules, conformance: 'note' } })).toBe('GOOD')
    expect(judge([list({ number: null, revoked: listed(1) })])).toBe('REVOKED keyCompromise')
    expect(judge([list({ version: 1 })])).toBe('UNKNOWN not-conforming')
  })

  it('takes no one else’s word', () => {
    const stranger = createRoot()
    expect(judge([list({ key: generateKeyPair() })])).toBe('UNKNOWN signature-mismatch')
    expect(judge([list({ issuer: createRoot({ commonName: 'Another' }) })])).toBe('UNKNOWN other-issuer')
    expect(judge([list({ issuer: stranger })])).toBe('UNKNOWN signature-mismatch')
    expect(judge([])).toBe('UNKNOWN no-evidence')
    expect(judge([list({ hash: 'sha1' })])).toBe('UNKNOWN weak-signature-algorithm')
  })

  it('takes a key that may not sign lists for none, and another certificate of the issuer’s only with the right stated', () => {
    const silent = createRoot({ keyUsage: ['keyCertSign'] })
    const below = readChainCertificate(silent.issue({ serial }).der)
    const crl = list({ issuer: silent })
    const question = { certificate: below, issuer: readChainCertificate(silent.der) }
    expect(judge([crl], question)).toBe('UNKNOWN signer-not-authorised')
    const other = (keyUsage: readonly string[] | null) => root.issue({ commonName: 'Test Root CA', keyUsage })
    const [may, mayNot, silentOne] = [other(['cRLSign']), other(['digitalSignature']), other(null)]
    const judged = (one: typeof may) => {
      const signer = readChainCertificate(one.der)
      return judge([list({ key: one.key })], { signers: () => [signer] })
    }
    expect(judged(may)).toBe('GOOD')
    expect(judged(mayNot)).toBe('UNKNOWN signer-not-authorised')
    expect(judged(silentOne)).toBe('UNKNOWN signer-not-authorised')
  })

  it('believes the newest list of a scope that counts', () => {
    const [older, newer] = [new Date(at - 2 * dayMs), new Date(at - dayMs)]
    const held = list({ thisUpdate: older, revoked: listed(6) })
    expect(judge([held, list({ thisUpdate: newer })])).toBe('GOOD')
    expect(judge([list({ thisUpdate: older }), list({ thisUpdate: newer, revoked: listed(1) })])).toMatch(/^REVOKED/)
    // A newer one that nobody signed does not count.
    expect(judge([held, list({ thisUpdate: newer, key: generateKeyPair() })])).toBe('REVOKED certificateHold')
  })

  it('says nothing of certificates that expired before the list was made', () => {
    const old = root.issue({ serial, notBefore: new Date(at - 90 * dayMs), notAfter: new Date(at - 30 * dayMs) })
    const question = { certificate: readChainCertificate(old.der) }
    expect(judge([list()], question)).toBe('UNKNOWN certificate-not-in-date')
    expect(judge([list({ revoked: listed(1) })], question)).toBe('REVOKED keyCompromise')
  })

  it('finds serials whose first bit is set, and negative ones', () => {
    for (const one of [0x7fn, 0x80n, 0xffn, 2n ** 159n, -1n, -128n, -129n, 0n]) {
      const question = { certificate: readChainCertificate(root.issue({ serial: one }).der) }
      expect(judge([list({ revoked: [{ serial: one }] })], question)).toBe('REVOKED null')
      expect(judge([list({ revoked: [{ serial: one + 1n }] })], question)).toBe('GOOD')
    }
  })
})

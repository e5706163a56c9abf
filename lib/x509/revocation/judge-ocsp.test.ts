import { describe, expect, it } from 'vitest'
import { dayMs, secondMs } from '#lib/core/time.ts'
import { boolean, tlv } from '#lib/testing/certificates/der-writer.ts'
import { extension } from '#lib/testing/certificates/extensions.ts'
import { type Answer, type AnswerOptions, ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { createRoot, generateKeyPair, type IssueOptions } from '#lib/testing/certificates.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { judgeOcsp } from './judge-ocsp.ts'
import { type RevocationRules, revocationRules } from './rules.ts'

const now = Date.now()
const at = now - (now % secondMs)
const rules: RevocationRules = { ...revocationRules, skewMs: 0 }
const root = createRoot()
const leaf = root.issue({ notBefore: new Date(at - 30 * dayMs), notAfter: new Date(at + 30 * dayMs) })
const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]
const thisUpdate = new Date(at - dayMs)
const odd = extension('1.2.3.4', true, boolean(true))

function answer(options: Partial<Answer> = {}): Answer {
  return { certificate: leaf, status: 'good', thisUpdate, nextUpdate: new Date(at + dayMs), ...options }
}

function response(answers: readonly Answer[] = [answer()], options: Partial<AnswerOptions> = {}): Buffer {
  return ocspAnswer({ issuer: root, producedAt: thisUpdate, answers, ...options })
}

function judge(der: Uint8Array, more: Partial<Parameters<typeof judgeOcsp>[0]> = {}): string {
  const judgement = judgeOcsp({ certificate, issuer, response: der, at, rules, ...more })
  return judgement.status === 'GOOD' ? 'GOOD' : `${judgement.status} ${judgement.reason}`
}

function delegate(options: IssueOptions = {}) {
  return root.issue({ commonName: 'Responder', extendedKeyUsage: ['OCSPSigning'], ...options })
}

function delegated(options: IssueOptions, by = delegate(options)): string {
  return judge(response([answer()], { responder: by, certificates: [by] }))
}

describe('judgeOcsp', () => {
  it('reads good, revoked with time and reason, and unknown', () => {
    expect(judgeOcsp({ certificate, issuer, response: response(), at, rules })).toEqual({
      status: 'GOOD',
      thisUpdate: thisUpdate.getTime(),
      nextUpdate: at + dayMs,
      notes: [],
    })
    const revokedAt = new Date('2026-01-02T03:04:05Z')
    const revoked = response([answer({ status: { revokedAt, reason: 1 } })])
    expect(judgeOcsp({ certificate, issuer, response: revoked, at, rules })).toMatchObject({
      status: 'REVOKED',
      revokedAt: revokedAt.getTime(),
      reason: 'keyCompromise',
    })
    expect(judge(response([answer({ status: { revokedAt } })]))).toBe('REVOKED null')
    expect(judge(response([answer({ status: 'unknown' })]))).toBe('UNKNOWN status-unknown')
  })

  it('knows the responder by name and by key, and certificates by other hashes than SHA-1', () => {
    expect(judge(response([answer({ hash: 'sha256' })], { byKey: false }))).toBe('GOOD')
    expect(judge(response([answer()], { byKey: true }))).toBe('GOOD')
  })

  it('counts from thisUpdate to nextUpdate, both included, to the second', () => {
    const window = { thisUpdate: new Date(at - 100 * secondMs), nextUpdate: new Date(at + 100 * secondMs) }
    const der = response([answer(window)], { producedAt: new Date(at - 200 * secondMs) })
    const judgedAt = (offset: number) => judge(der, { at: at + offset * secondMs })
    expect(judgedAt(-101)).toBe('UNKNOWN not-yet-valid')
    expect(judgedAt(-100)).toBe('GOOD')
    expect(judgedAt(100)).toBe('GOOD')
    expect(judgedAt(101)).toBe('UNKNOWN stale')
  })

  it('counts for its longest age without nextUpdate', () => {
    const { nextUpdate: _, ...open } = answer({ thisUpdate: new Date(at) })
    const der = response([open])
    const aged: RevocationRules = { ...rules, maxAgeOpenMs: 10 * secondMs }
    expect(judge(der, { at: at + 10 * secondMs, rules: aged })).toBe('GOOD')
    expect(judge(der, { at: at + 11 * secondMs, rules: aged })).toBe('UNKNOWN stale')
  })

  it('was not made in the future, nor when the certificate was not in date', () => {
    const made = (producedAt: number) => judge(response([answer()], { producedAt: new Date(producedAt) }))
    expect(made(at)).toBe('GOOD')
    expect(made(at + secondMs)).toBe('UNKNOWN not-yet-valid')
    expect(made(at - 31 * dayMs)).toBe('UNKNOWN certificate-not-in-date')
    const late = response([answer()], { producedAt: new Date(at + 31 * dayMs) })
    expect(judge(late, { at: at + 31 * dayMs })).toBe('UNKNOWN certificate-not-in-date')
  })

  it('believes the worst of several answers, and none for others', () => {
    const other = answer({ certificate: root.issue() })
    const revoked = answer({ status: { revokedAt: thisUpdate } })
    expect(judge(response([other]))).toBe('UNKNOWN no-matching-response')
    expect(judge(response([]))).toBe('UNKNOWN no-matching-response')
    expect(judge(response([other, answer()]))).toBe('GOOD')
    expect(judge(response([answer(), revoked]))).toBe('REVOKED null')
    expect(judge(response([answer(), answer({ status: 'unknown' })]))).toBe('UNKNOWN status-unknown')
    const stale = answer({ nextUpdate: new Date(at - secondMs) })
    expect(judge(response([stale, answer()]))).toBe('GOOD')
    expect(judge(response([stale]))).toBe('UNKNOWN stale')
  })

  it('refuses criticals that nobody knows, and a nonce of another request', () => {
    expect(judge(response([answer()], { extensions: [odd] }))).toBe('UNKNOWN unknown-critical-extension')
    expect(judge(response([answer({ extensions: [odd] })]))).toBe('UNKNOWN unknown-critical-extension')
    const nonce = Buffer.alloc(32, 7)
    expect(judge(response([answer()], { nonce }), { nonce })).toBe('GOOD')
    expect(judge(response([answer()], { nonce }), { nonce: Buffer.alloc(32, 8) })).toBe('UNKNOWN nonce-mismatch')
    expect(judge(response(), { nonce })).toBe('GOOD')
  })

  it('tells errors of responders from answers, and answers from rubbish', () => {
    expect(judge(Buffer.from('30030a0103', 'hex'))).toBe('UNKNOWN responder-error')
    expect(judge(Buffer.from('30030a0104', 'hex'))).toBe('UNKNOWN malformed')
    expect(judge(Buffer.from('30030a0100', 'hex'))).toBe('UNKNOWN malformed')
    expect(judge(tlv(0x30))).toBe('UNKNOWN malformed')
    expect(judge(Buffer.concat([response(), Buffer.of(0)]))).toBe('UNKNOWN malformed')
  })

  it('takes no one else’s word', () => {
    const namesake = createRoot()
    expect(judge(response([answer()], { responder: namesake, byKey: false }))).toBe('UNKNOWN signature-mismatch')
    expect(judge(response([answer()], { responder: namesake }))).toBe('UNKNOWN signer-not-found')
    expect(judge(response([answer()], { responder: namesake, certificates: [namesake] }))).toMatch(/^UNKNOWN/)
  })
})

describe('a delegated responder', () => {
  it('may answer where the issuer itself says so', () => {
    expect(delegated({})).toBe('GOOD')
    const notes = (options: IssueOptions) => {
      const by = delegate(options)
      const der = response([answer()], { responder: by, certificates: [root, by], byKey: false })
      const judgement = judgeOcsp({ certificate, issuer, response: der, at, rules })
      return judgement.status === 'GOOD' ? judgement.notes : null
    }
    const noCheck = { oid: '1.3.6.1.5.5.7.48.1.5', critical: false, value: Buffer.from('0500', 'hex') }
    expect(notes({})).toHaveLength(1)
    expect(notes({ extraExtensions: [noCheck] })).toEqual([])
  })

  it('may not without the purpose, by any purpose, or with a key that signs nothing', () => {
    expect(delegated({ extendedKeyUsage: ['serverAuth'] })).toBe('UNKNOWN signer-not-authorised')
    expect(delegated({ extendedKeyUsage: null })).toBe('UNKNOWN signer-not-authorised')
    expect(delegated({ extendedKeyUsage: ['anyExtendedKeyUsage'] })).toBe('UNKNOWN signer-not-authorised')
    expect(delegated({ keyUsage: ['keyAgreement'] })).toBe('UNKNOWN signer-not-authorised')
  })

  it('may not before and after its dates, to the second', () => {
    const notBefore = new Date(at - 10 * dayMs)
    expect(delegated({ notBefore, notAfter: new Date(at) })).toBe('GOOD')
    expect(delegated({ notBefore, notAfter: new Date(at - secondMs) })).toBe('UNKNOWN signer-not-in-date')
    expect(delegated({ notBefore: new Date(at) })).toBe('GOOD')
    expect(delegated({ notBefore: new Date(at + secondMs) })).toBe('UNKNOWN signer-not-in-date')
  })

  it('may not where another issued its certificate, or nobody', () => {
    const options = { commonName: 'Responder', extendedKeyUsage: ['OCSPSigning'] }
    expect(delegated({}, createRoot({ commonName: 'Another' }).issue(options))).toBe('UNKNOWN signer-not-authorised')
    expect(delegated({}, root.intermediate().issue(options))).toBe('UNKNOWN signer-not-authorised')
    expect(delegated({}, createRoot().issue(options))).toBe('UNKNOWN signature-mismatch')
    expect(delegated({ corruptSignature: true })).toBe('UNKNOWN signature-mismatch')
  })

  it('may not with another key than its certificate’s, or with unknown criticals', () => {
    const by = delegate()
    const forged = { ...by, key: generateKeyPair() }
    expect(judge(response([answer()], { responder: forged, certificates: [by] }))).toBe('UNKNOWN signature-mismatch')
    const critical = { oid: '1.2.3.4', critical: true, value: boolean(true) }
    expect(delegated({ extraExtensions: [critical] })).toBe('UNKNOWN unknown-critical-extension')
  })
})

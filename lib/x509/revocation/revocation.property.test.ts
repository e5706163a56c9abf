import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { contextPrimitive } from '#lib/testing/certificates/der-writer.ts'
import { mutation } from '#lib/testing/certificates/mutation.ts'
import { ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { invalidityDate, pointName, revocationList } from '#lib/testing/certificates/revocation-list.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { ParseError } from '../parse-error.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { tryReadCrl } from './crl.ts'
import { judgeCrl } from './judge-crl.ts'
import { judgeOcsp } from './judge-ocsp.ts'
import { revocationRules as rules } from './rules.ts'

const at = Date.now()
const root = createRoot()
const leaf = root.issue({ serial: 1n, notBefore: new Date(at - 2 * dayMs), crlUrls: ['http://a.test/1'] })
const responder = root.issue({ commonName: 'Responder', extendedKeyUsage: ['OCSPSigning'] })
const [certificate, issuer] = [readChainCertificate(leaf.der), readChainCertificate(root.der)]
const [thisUpdate, nextUpdate] = [new Date(at - dayMs), new Date(at + dayMs)]

const list = revocationList({
  issuer: root,
  thisUpdate,
  nextUpdate,
  issuing: [pointName('http://a.test/1'), contextPrimitive(1, Buffer.of(0xff))],
  revoked: [
    { serial: 5n, reason: 1 },
    { serial: 6n, extensions: [invalidityDate(thisUpdate)] },
    { serial: 7n, at: new Date('2026-03-31T00:00:00Z') },
  ],
})
const response = ocspAnswer({
  issuer: root,
  responder,
  certificates: [responder],
  producedAt: thisUpdate,
  nonce: Buffer.alloc(16),
  answers: [{ certificate: leaf, status: 'good', thisUpdate, nextUpdate }],
})

const changed = (seed: Uint8Array) =>
  fc
    .array(mutation(), { minLength: 1, maxLength: 4 })
    .map((mutations) => mutations.reduce<Uint8Array>((bytes, mutate) => mutate(bytes), seed))
    .filter((bytes) => Buffer.compare(bytes, seed) !== 0)

describe('evidence of revocation on hostile bytes', () => {
  it('is read or refused with a ParseError, and a changed list proves nothing', () => {
    let read = 0
    fc.assert(
      fc.property(changed(list), (bytes) => {
        const crl = tryReadCrl(bytes)
        if (crl instanceof ParseError) return
        read += 1
        expect(judgeCrl({ certificate, issuer, crls: [crl], at, rules }).status).toBe('UNKNOWN')
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(100)
  })

  it('never throws in a judgement of a response, and a changed one proves nothing', () => {
    const ask = (bytes: Uint8Array) => judgeOcsp({ certificate, issuer, response: bytes, at, rules })
    expect(ask(response).status).toBe('GOOD')
    const reasons = new Set<string>()
    fc.assert(
      fc.property(changed(response), (bytes) => {
        const judgement = ask(bytes)
        // What lies outside of the signed parts may change and nothing be said otherwise.
        if (judgement.status === 'UNKNOWN') reasons.add(judgement.reason)
        else expect(judgement).toEqual(ask(response))
      }),
      { numRuns: 3000 },
    )
    expect(reasons.size).toBeGreaterThan(2)
  })

  it('refuses any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(tryReadCrl(bytes)).toBeInstanceOf(ParseError)
        expect(judgeOcsp({ certificate, issuer, response: bytes, at, rules })).toMatchObject({ status: 'UNKNOWN' })
      }),
    )
  })
})

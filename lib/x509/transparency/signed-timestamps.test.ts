import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs } from '#lib/core/time.ts'
import { createLog, issueLogged, logList, sctVector, type TestLog } from '#lib/testing/certificates/ct-log.ts'
import { octetString } from '#lib/testing/certificates/der-writer.ts'
import { extension } from '#lib/testing/certificates/extensions.ts'
import { ocspAnswer } from '#lib/testing/certificates/ocsp-answer.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { ParseError } from '../parse-error.ts'
import { readChainCertificate } from '../path/chain-certificate.ts'
import { judgeSct } from './judge-sct.ts'
import { readLoggedCertificate } from './logged-certificate.ts'
import { readLogList } from './read-log-list.ts'
import { splitSctList } from './sct.ts'
import { signedTimestamps } from './signed-timestamps.ts'
import { stapledScts } from './stapled-scts.ts'

const at = new Date('2026-10-01T10:00:00.123Z')
const now = at.getTime() + dayMs
const root = createRoot()
const issuing = root.intermediate()
const ecdsa = createLog()
const rsa = createLog({ algorithm: 'rsa2048' })
const logs = logsOf(ecdsa, rsa)
const leaf = issueLogged(issuing, [ecdsa, rsa], { at, dns: ['a.example.com'] })

describe('SCTs of a certificate', () => {
  it('sign the certificate as it was before they were embedded', () => {
    const key = leaf.key
    const plain = issuing.issue({
      ...{ key, dns: ['a.example.com'], serial: 4711n },
      ...{ notBefore: at, notAfter: new Date(at.getTime() + 90 * dayMs) },
    })
    const { precertificate, embedded } = readLoggedCertificate(leaf.der)
    expect(precertificate).toEqual(Buffer.from(readChainCertificate(plain.der).toBeSigned))
    expect(embedded).toHaveLength(2)
    expect(readLoggedCertificate(plain.der)).toMatchObject({ precertificate: null, embedded: [] })
  })

  it('are verified under ECDSA and RSA keys', () => {
    const from = 'certificate'
    const [instant, signature] = [at.toISOString(), 'verified']
    expect(read({})).toEqual([
      { from, logId: ecdsa.id, at: instant, signature },
      { from, logId: rsa.id, at: instant, signature },
    ])
  })

  it('that come in the handshake or in a staple sign the certificate itself', () => {
    const sct = ecdsa.forCertificate(leaf.der, at)
    const stapled = rsa.forCertificate(leaf.der, at, Buffer.from('00000500000000ff', 'hex'))
    const told = read({ handshake: [sct], staple: [stapled] }).slice(2)
    expect(told.map(({ from, signature }) => [from, signature])).toEqual([
      ['handshake', 'verified'],
      ['staple', 'verified'],
    ])
    // What signs the precertificate proves nothing of the certificate, and the other way around.
    const [embedded = sct] = readLoggedCertificate(leaf.der).embedded
    expect(read({ handshake: [embedded] }).at(-1)?.signature).toBe('mismatch')
  })

  it('of an issuer that is not at hand, or another one, prove nothing', () => {
    expect(signatures(read({ issuerKeySha256: null }))).toEqual(['unknown-issuer', 'unknown-issuer'])
    expect(signatures(read({ issuerKeySha256: root.spkiSha256 }))).toEqual(['mismatch', 'mismatch'])
  })

  it('of a log that the list does not have are of an unknown log', () => {
    expect(signatures(read({}, logsOf(rsa)))).toEqual(['unknown-log', 'verified'])
  })

  it('of another version are not read, and what is too short is malformed', () => {
    const [sct = Buffer.of()] = readLoggedCertificate(leaf.der).embedded
    const handshake = [Buffer.concat([Buffer.of(1), sct.subarray(1)]), sct.subarray(0, 46), Buffer.of()]
    expect(signatures(read({ handshake }).slice(2))).toEqual(['unknown-version', 'malformed', 'malformed'])
  })
})

describe('a change of one bit', () => {
  const judged = (told: ReturnType<typeof read>) =>
    told.map((one) => judgeSct(one, logs.get(one.logId ?? ''), now + dayMs, now).outcome)
  const flipped = (bytes: Uint8Array, bit: number) => {
    const copy = Buffer.from(bytes)
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    return copy
  }

  it.each([
    ['ECDSA', ecdsa],
    ['RSA', rsa],
  ])('anywhere in an SCT under %s makes it anything but valid', (_, log) => {
    const sct = log.forCertificate(leaf.der, at, Buffer.from('0000050000000001', 'hex'))
    expect(judged(read({ handshake: [sct] })).at(-1)).toBe('valid')
    for (let bit = 0; bit < sct.length * 8; bit += 1) {
      const told = read({ handshake: [flipped(sct, bit)] })
      expect(judged(told).at(-1), `bit ${bit}`).not.toBe('valid')
    }
  })

  it('anywhere in a certificate, its SCTs and its own signature apart, leaves none of its SCTs valid', () => {
    const own = readLoggedCertificate(leaf.der).embedded
    const first = Buffer.from(leaf.der).indexOf(own[0] ?? '')
    const signedUntil = leaf.der.indexOf(Buffer.from('06082a8648ce3d040302', 'hex'), first) - 2
    const scts = own.reduce((sum, sct) => sum + sct.length, 0) + 2 * (own.length - 1)
    const bits = fc.nat(signedUntil * 8 - 1).filter((bit) => bit >> 3 < first || bit >> 3 >= first + scts)
    fc.assert(
      fc.property(bits, (bit) => {
        const der = flipped(leaf.der, bit)
        expect(judged(read({ der }))).not.toContain('valid')
      }),
      { numRuns: 1500 },
    )
  })

  it('in the certificate leaves what came beside it worthless', () => {
    const handshake = [ecdsa.forCertificate(leaf.der, at)]
    fc.assert(
      fc.property(fc.nat(leaf.der.length * 8 - 1), (bit) => {
        expect(judged(read({ der: flipped(leaf.der, bit), handshake })).at(-1)).not.toBe('valid')
      }),
      { numRuns: 500 },
    )
  })
})

describe('SCTs in a stapled response', () => {
  const certificate = readChainCertificate(leaf.der)
  const sct = ecdsa.forCertificate(leaf.der, at)
  const answer = (value: Buffer, of = leaf) =>
    ocspAnswer({
      issuer: issuing,
      producedAt: at,
      answers: [
        {
          certificate: of,
          status: 'good',
          thisUpdate: at,
          extensions: [extension('1.3.6.1.4.1.11129.2.4.5', false, value)],
        },
      ],
    })

  it('are those of the answer for the certificate', () => {
    const list = octetString(sctVector([sct, sct]))
    expect(stapledScts(answer(list), certificate.serial)).toEqual([sct, sct])
    const other = issuing.issue({ serial: 1n })
    expect(stapledScts(answer(list, other), certificate.serial)).toEqual([])
  })

  it.each([
    ['no list', Buffer.of(5, 0)],
    ['a list that ends too early', octetString(Buffer.of(0, 9, 0))],
  ])('are none where there is %s', (_, value) => {
    expect(stapledScts(answer(value), certificate.serial)).toEqual([])
    expect(stapledScts(Buffer.of(0x30), certificate.serial)).toEqual([])
  })
})

describe('a list of SCTs', () => {
  it.each(['', '00', '0001', '000300', '00030002', '0003000100ff'])('%j is malformed', (hex) => {
    expect(() => splitSctList(Buffer.from(hex, 'hex'))).toThrow(ParseError)
  })

  it('gives the SCTs as they stand there', () => {
    expect(splitSctList(Buffer.from('00060001aa0001bb', 'hex')).map((one) => one[0])).toEqual([0xaa, 0xbb])
  })
})

function logsOf(...known: readonly TestLog[]) {
  return new Map(readLogList(logList({ Alpha: known })).logs.map((log) => [log.id, log]))
}

function read(change: Partial<Parameters<typeof signedTimestamps>[0]>, known = logs) {
  const presented = { der: leaf.der, issuerKeySha256: issuing.spkiSha256, handshake: [], staple: [], ...change }
  return signedTimestamps(presented, known)
}

function signatures(told: ReturnType<typeof read>) {
  return told.map(({ signature }) => signature)
}

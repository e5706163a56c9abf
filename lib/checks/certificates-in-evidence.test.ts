import { expect, test } from 'vitest'
import { certificatesInEvidence } from './certificates-in-evidence.ts'

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64))

test('certificates that failed are found wherever they are named, one or many; those that passed are not', () => {
  const addresses = [
    { ip: '192.0.2.1', outcome: 'fail', certificateSha256: a, authorities: [{ sha256: c }] },
    { ip: '192.0.2.2', outcome: 'pass', certificateSha256: b },
  ]
  expect(certificatesInEvidence({ addresses })).toEqual([a])
  expect(certificatesInEvidence({ certificateSha256: [a, b, a] })).toEqual([a, b])
  expect(certificatesInEvidence({ anchorSha256: a, spkiSha256: b, certificateSha256: 'none' })).toEqual([])
})

test('evidence that was stored while checks named them otherwise is understood', () => {
  expect(certificatesInEvidence({ entries: 2, unmatched: [{ sha256: a, issuer: 'CN=x' }] })).toEqual([a])
  expect(certificatesInEvidence({ exposures: [{ spkiSha256: b, matchesCertSha256: a }] })).toEqual([a])
})

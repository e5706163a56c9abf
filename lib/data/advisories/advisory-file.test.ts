import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { advisoryLimits, readAdvisory } from './advisory-file.ts'

const root = createRoot({ commonName: 'A CA' })
const key = 'ab'.repeat(32)
const entry = { spkiSha256: key.toUpperCase(), effectiveAt: '2026-01-31', reason: 'Lost its audit' }
const advisory = { title: 'T', source: 'S', publishedAt: '2026-01-01T10:00:00+02:00', entries: [entry] }

test('an advisory names keys by hash or by certificate, and dates by day or instant', () => {
  const entries = [entry, { ...entry, spkiSha256: undefined, certificate: root.pem }]
  expect(readAdvisory(JSON.stringify({ ...advisory, url: 'https://example.org/a', entries }))).toEqual({
    ...{ title: 'T', source: 'S', url: 'https://example.org/a', publishedAt: new Date('2026-01-01T08:00:00Z') },
    entries: [
      { spkiSha256: key, subject: null, effectiveAt: new Date('2026-01-31T00:00:00Z'), reason: 'Lost its audit' },
      {
        spkiSha256: root.spkiSha256,
        subject: 'CN=A CA',
        effectiveAt: new Date('2026-01-31'),
        reason: 'Lost its audit',
      },
    ],
  })
})

test.each([
  ['no JSON', '{', undefined],
  ['no entry', { ...advisory, entries: [] }, 'entries'],
  ['a member that the format does not name', { ...advisory, severity: 'high' }, ''],
  ['a script for a link', { ...advisory, url: 'javascript:alert(1)' }, 'url'],
  ['a date without a zone', { ...advisory, publishedAt: '2026-01-01T10:00:00' }, 'publishedAt'],
  ['a short hash', { ...advisory, entries: [{ ...entry, spkiSha256: 'ab' }] }, 'entries.0.spkiSha256'],
  ['no key', { ...advisory, entries: [{ ...entry, spkiSha256: undefined }] }, 'entries.0.spkiSha256'],
  ['two keys', { ...advisory, entries: [{ ...entry, certificate: root.pem }] }, 'entries.0.spkiSha256'],
  [
    'a private key',
    { ...advisory, entries: [{ ...entry, spkiSha256: undefined, certificate: root.keyPem }] },
    'entries.0.certificate',
  ],
  ['one key twice', { ...advisory, entries: [entry, entry] }, 'entries.1'],
])('%s is refused with its place', (_, file, at) => {
  const read = () => readAdvisory(typeof file === 'string' ? file : JSON.stringify(file))
  expect(read).toThrow(
    expect.objectContaining({
      code: 'invalid-input',
      problems: at === undefined ? [] : [expect.objectContaining({ at })],
    }),
  )
})

test('a file or a list past its limit is refused', () => {
  const long = ' '.repeat(advisoryLimits.characters + 1)
  expect(() => readAdvisory(long)).toThrow(expect.objectContaining({ code: 'too-large' }))
  const entries = Array.from({ length: advisoryLimits.entries + 1 }, () => entry)
  expect(() => readAdvisory(JSON.stringify({ ...advisory, entries }))).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  )
})

test('whatever the JSON, it is read or refused', () => {
  fc.assert(
    fc.property(fc.json(), (file) => {
      expect(() => readAdvisory(file)).toThrow(AppError)
    }),
  )
})

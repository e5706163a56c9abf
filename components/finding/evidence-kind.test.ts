import { expect, test } from 'vitest'
import { evidenceKind, hashHref } from './evidence-kind.ts'

test('what a value is is told by its shape, and only lengths of time by their key', () => {
  const hash = 'ab'.repeat(32)
  expect([
    evidenceKind('a', null),
    evidenceKind('a', false),
    evidenceKind('lifetimeSeconds', 0),
    evidenceKind('bits', 2048),
    evidenceKind('a', hash),
    evidenceKind('a', '2026-11-23T05:00:00Z'),
    evidenceKind('a', '2026'),
    evidenceKind('a', []),
    evidenceKind('a', {}),
  ]).toEqual(['missing', 'flag', 'seconds', 'number', 'hash', 'instant', 'text', 'list', 'object'])
})

test('a hash leads to its certificate, or to all certificates of its key', () => {
  expect(hashHref('certificateSha256', 'ab')).toBe('/certificates/ab')
  expect(hashHref('spkiSha256', 'ab')).toBe('/certificates?spki=ab')
  expect(hashHref('pins', 'ab')).toBe('/certificates?spki=ab')
  expect(hashHref('anything', 'ab')).toBeNull()
  for (const other of ['evidenceSha256', 'issuerNameSha256', 'primeSha256']) expect(hashHref(other, 'ab')).toBeNull()
})

import { expect, test } from 'vitest'
import { evidenceLines } from './evidence-lines.ts'

const wide = { lines: 40, characters: 400 }

test('names become words, instants readable, and what is empty is left out', () => {
  expect(
    evidenceLines(
      { shareOfLifeLeft: 0.08, certificateSha256: 'ab', notAfter: '2026-11-24T11:32:16.000Z', path: [], x: null },
      wide,
    ),
  ).toEqual([
    { label: 'Share of life left', value: '0.08', level: 0 },
    { label: 'Certificate SHA-256', value: 'ab', level: 0 },
    { label: 'Not after', value: '2026-11-24 11:32 UTC', level: 0 },
  ])
})

test('each address is a group of lines; those that pass are counted', () => {
  const addresses = [
    { ip: '192.0.2.1', outcome: 'pass' },
    { ip: '192.0.2.2', outcome: 'fail', why: 'no path', store: { name: 'Roots', version: '1' } },
  ]
  expect(evidenceLines({ addresses }, wide)).toEqual([
    { label: 'Addresses', value: '192.0.2.2', level: 0 },
    { label: 'Outcome', value: 'fail', level: 1 },
    { label: 'Why', value: 'no path', level: 1 },
    { label: 'Store', value: 'name Roots, version 1', level: 1 },
    { label: 'Addresses', value: '1 more, which pass', level: 0 },
  ])
})

test('what is beyond the bound is told of', () => {
  const lines = evidenceLines({ a: 'x'.repeat(500), b: 1, c: 2, d: 3 }, { lines: 2, characters: 10 })
  expect(lines[0]?.value).toBe(`${'x'.repeat(10)}… (490 more characters in the JSON)`)
  expect(lines.at(-1)).toEqual({ label: 'And', value: '2 more lines, in the JSON', level: 0 })
  expect(evidenceLines({ a: '🔐🔐' }, { lines: 1, characters: 3 })[0]?.value.startsWith('🔐…')).toBe(true)
})

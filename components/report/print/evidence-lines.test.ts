import { expect, test } from 'vitest'
import { evidenceLines } from './evidence-lines.ts'

test('everything in the evidence is told, and no line can be forged', () => {
  expect(
    evidenceLines({
      notAfter: '2026-11-22T12:00:00Z',
      names: ['a', 'b'],
      addresses: [{ ip: '192.0.2.1', ok: false }],
      none: null,
      empty: [],
    }),
  ).toEqual([
    expect.stringContaining('2026-11-22T12:00:00Z'),
    expect.stringMatching(/: a, b$/),
    expect.stringMatching(/ 1, .*: 192\.0\.2\.1$/),
    expect.stringMatching(/ 1, .*: false$/),
    expect.stringMatching(/: none$/),
    expect.stringMatching(/: none$/),
  ])
  expect(evidenceLines({ subject: 'a\nFinding: resolved' }).join('|')).not.toContain('\n')
})

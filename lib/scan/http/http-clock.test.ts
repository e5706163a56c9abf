import { expect, test } from 'vitest'
import { httpClock } from './http-clock.ts'

const now = Date.UTC(2026, 10, 24, 12)
const clock = (...lines: readonly (readonly [name: string, value: string | null])[]) =>
  httpClock(
    lines.map(([name, value]) => ({ name, value })),
    now,
  )

test('a date within five minutes is right, any other is wrong', () => {
  expect(clock(['date', ' Tue, 24 Nov 2026 12:04:59 GMT'])).toBe('right')
  expect(clock(['date', 'Tue, 24 Nov 2026 11:54:59 GMT'])).toBe('wrong')
  expect(clock(['date', 'Thu, 01 Jan 1970 00:00:00 GMT'])).toBe('wrong')
})

test('nothing is told by what is no date, nor by an answer that was kept', () => {
  for (const value of ['', 'yesterday', null]) expect(clock(['date', value])).toBe('not-told')
  expect(clock()).toBe('not-told')
  expect(clock(['date', 'Mon, 23 Nov 2026 12:00:00 GMT'], ['age', '86400'])).toBe('not-told')
  expect(clock(['via', '1.1 cache'], ['date', 'Tue, 24 Nov 2026 12:00:00 GMT'])).toBe('right')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactDuration, readDuration } from './exact-duration.ts'

test('what is written is read back to the second', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000 * 86_400 }), (seconds) => {
      expect(readDuration(exactDuration(seconds))).toBe(seconds)
    }),
  )
})

test.each([
  ['90 d', 7_776_000],
  ['1,000 d', 86_400_000],
  ['1 d 12 h', 129_600],
  ['30min', 1800],
])('%s is a length of time', (text, seconds) => expect(readDuration(text)).toBe(seconds))

test.each(['', 'soon', '90', '3 d or so', '-1 d', '1.5 d'])('%j is none', (text) => {
  expect(readDuration(text)).toBeNull()
})

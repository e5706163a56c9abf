import { expect, test } from 'vitest'
import { secondsOf, splitSeconds } from './duration-unit.ts'

test.each([
  [0, { amount: 0, unit: 'seconds' }],
  [59, { amount: 59, unit: 'seconds' }],
  [90, { amount: 90, unit: 'seconds' }],
  [3600, { amount: 1, unit: 'hours' }],
  [5400, { amount: 90, unit: 'minutes' }],
  [90 * 86_400, { amount: 90, unit: 'days' }],
])('%i seconds are shown without a fraction, and come back the same', (seconds, shown) => {
  const { amount, unit } = splitSeconds(seconds)
  expect({ amount, unit }).toEqual(shown)
  expect(secondsOf(String(amount), unit)).toBe(seconds)
})

test('fractions are taken; what is no number or unit is null', () => {
  expect(secondsOf('1.5', 'hours')).toBe(5400)
  expect([secondsOf('-1', 'days'), secondsOf('', 'days'), secondsOf('1e3', 'days'), secondsOf('1', 'weeks')]).toEqual([
    null,
    null,
    null,
    null,
  ])
})

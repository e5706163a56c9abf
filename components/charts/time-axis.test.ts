import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs, secondMs } from '#lib/core/time.ts'
import { timeLabel, timeTicks } from './time-axis.ts'

const noon = Date.parse('2026-11-23T12:00:00Z')

test.each([
  ['an hour', hourMs, ['12:00', '12:15', '12:30', '12:45', '13:00']],
  ['two days', 2 * dayMs, ['11-23 12:00', '11-24 00:00', '11-24 12:00', '11-25 00:00', '11-25 12:00']],
  ['a year', 365 * dayMs, ['2026-12-03', '2027-03-03', '2027-06-01', '2027-08-30']],
])('the axis of %s is in its own unit', (_, span, labels) => {
  expect(timeTicks(noon, noon + span).map((at) => timeLabel(at, span))).toEqual(labels)
})

test('marks are few, even, round and within the span, from seconds to decades', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 10 * secondMs, max: 40 * 365 * dayMs }),
      (from, span) => {
        const ticks = timeTicks(from, from + span)
        expect(ticks.length).toBeLessThanOrEqual(8)
        expect(ticks.every((at) => at >= from && at <= from + span)).toBe(true)
        const gaps = new Set(ticks.slice(1).map((at, index) => at - (ticks[index] ?? 0)))
        expect(gaps.size).toBeLessThanOrEqual(1)
        const labels = ticks.map((at) => timeLabel(at, span))
        expect(new Set(labels).size).toBe(labels.length)
        expect(span < minuteMs || ticks.every((at) => at % (5 * secondMs) === 0)).toBe(true)
      },
    ),
  )
})

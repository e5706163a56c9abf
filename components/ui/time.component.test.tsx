import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '#lib/core/time.ts'
import { durationText, relativeTime, Time } from './time.tsx'

const now = new Date('2026-11-23T12:00:00Z')

test.each([
  [0, 'now'],
  [-5 * minuteMs, '5 minutes ago'],
  [25 * hourMs, 'in 1 day'],
  [89 * dayMs, 'in 89 days'],
  [120 * dayMs, 'in 4 months'],
  [398 * dayMs, 'in 13 months'],
  [800 * dayMs, 'in 2 years'],
])('%i ms from now reads "%s"', (ms, text) => {
  expect(relativeTime(new Date(now.getTime() + ms), now)).toBe(text)
})

test('a relative time carries the absolute UTC time', () => {
  const markup = renderToStaticMarkup(<Time at="2026-11-23T12:00:05Z" />)
  expect(markup).toContain('dateTime="2026-11-23T12:00:05.000Z"')
  expect(markup).toContain('title="2026-11-23 12:00:05 UTC"')
})

test('a missing time is shown as missing', () => {
  expect(renderToStaticMarkup(<Time at={null} missing="never" />)).toContain('never')
})

test.each([
  [90_061_000, '1 d 1 h'],
  [20.5 * dayMs, '20 d'],
  [40_000, '40 s'],
  [-hourMs, '−1 h'],
  [12, '12 ms'],
])('%i ms last "%s"', (ms, text) => expect(durationText(ms)).toBe(text))

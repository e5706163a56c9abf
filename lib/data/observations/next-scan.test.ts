import { expect, test } from 'vitest'
import { nextScanSeconds } from './next-scan.ts'

const rhythm = { intervalSeconds: null, leafLifeSeconds: 90 * 86_400, failures: 0 }
const middle = 0.5

test('a day where no policy says otherwise, with a tenth of jitter', () => {
  expect(nextScanSeconds(rhythm, middle)).toBe(86_400)
  expect(nextScanSeconds(rhythm, 0)).toBeCloseTo(77_760)
  expect(nextScanSeconds(rhythm, 1)).toBeCloseTo(95_040)
})

test('four looks in the life of a short-lived leaf, at most one a minute', () => {
  expect(nextScanSeconds({ ...rhythm, leafLifeSeconds: 3600 }, middle)).toBe(900)
  expect(nextScanSeconds({ ...rhythm, leafLifeSeconds: 30 }, middle)).toBe(60)
  expect(nextScanSeconds({ ...rhythm, leafLifeSeconds: 3600, intervalSeconds: 60 }, middle)).toBe(60)
})

test('failures are tried again soon, then ever later, and never later than the interval or an hour', () => {
  const after = (failures: number, intervalSeconds: number | null) =>
    nextScanSeconds({ ...rhythm, failures, intervalSeconds }, middle)
  expect([1, 2, 3, 4].map((failures) => after(failures, null))).toEqual([300, 600, 1200, 2400])
  expect(after(1000, null)).toBe(86_400)
  expect([1, 2, 1000].map((failures) => after(failures, 60))).toEqual([60, 120, 3600])
})

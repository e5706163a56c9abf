import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '#lib/core/time.ts'
import { nextFetchAt, retryAt } from './next-fetch.ts'

const at = new Date('2026-11-23T12:00:00Z')
const crl = { kind: 'crl', at, nextUpdate: new Date(at.getTime() + 3 * hourMs), freshForMs: null } as const
const waitOf = (fetched: Parameters<typeof nextFetchAt>[0], random = 0) =>
  nextFetchAt(fetched, random).getTime() - at.getTime()

describe('the next fetch', () => {
  test('comes after two thirds of the window, and within a day', () => {
    expect(waitOf(crl)).toBe(2 * hourMs)
    expect(waitOf({ ...crl, nextUpdate: new Date(at.getTime() + 30 * dayMs) })).toBe(dayMs)
    expect(waitOf({ ...crl, nextUpdate: null })).toBe(dayMs)
    expect(waitOf({ ...crl, kind: 'issuer', nextUpdate: null })).toBe(7 * dayMs)
  })

  test('comes not before caches would look, as long as the window holds', () => {
    expect(waitOf({ ...crl, freshForMs: 2.5 * hourMs })).toBe(2.5 * hourMs)
    expect(waitOf({ ...crl, freshForMs: 30 * dayMs })).toBe(2.7 * hourMs)
  })

  test('comes in an hour where what was given has ended already', () => {
    expect(waitOf({ ...crl, nextUpdate: new Date(at.getTime() - 1) })).toBe(hourMs)
  })

  test('comes never in less than five minutes, and within the window where that is longer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 * dayMs }),
        fc.option(fc.integer({ min: 0, max: 30 * dayMs })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (left, freshForMs, random) => {
          const waitMs = waitOf({ ...crl, nextUpdate: new Date(at.getTime() + left), freshForMs }, random)
          expect(waitMs).toBeGreaterThanOrEqual(5 * minuteMs)
          if (left > 6 * minuteMs) expect(waitMs).toBeLessThan(left)
        },
      ),
    )
  })
})

test('failures are tried again ever later, and every day at last', () => {
  const waits = [1, 2, 3, 20].map((failures) => retryAt(at, failures, 0).getTime() - at.getTime())
  expect(waits).toEqual([5 * minuteMs, 15 * minuteMs, 45 * minuteMs, dayMs])
})

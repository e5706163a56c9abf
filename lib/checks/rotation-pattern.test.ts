import { describe, expect, test } from 'vitest'
import { isAfterExpiry, isLate, latePattern } from './rotation-pattern.ts'
import type { RenewalAge } from './rotation-rhythm.ts'

describe.each([
  ['an hour', 3600],
  ['398 days', 398 * 86400],
])('of lives of %s', (_, lifetimeSeconds) => {
  const steps = (...shares: readonly number[]): RenewalAge[] =>
    shares.map((share) => ({
      lifetimeSeconds,
      ageSeconds: share * lifetimeSeconds,
      seenAgeSeconds: share * lifetimeSeconds,
    }))

  test.each([
    ['one step', [0.99], null],
    ['in good time', [0.66, 0.67, 0.66], null],
    ['once late', [0.66, 0.95, 0.66], null],
    ['twice late among the newest three', [0.95, 0.66, 0.95], 'late'],
    ['late long ago', [0.95, 0.95, 0.66, 0.66, 0.66], null],
    ['once after the end', [0.66, 0.66, 1.02], 'after-expiry'],
    ['later and later', [0.6, 0.61, 0.6, 0.72, 0.78, 0.85], 'rising'],
    ['later, but still early', [0.1, 0.1, 0.1, 0.3, 0.3, 0.3], null],
    ['as wide as it always was', [0.4, 0.8, 0.6, 0.7, 0.7, 0.7], null],
    ['too few to rise', [0.6, 0.61, 0.72, 0.78, 0.85], null],
  ] as const)('%s', (_, shares, pattern) => {
    expect(latePattern(steps(...shares))).toBe(pattern)
  })

  test('what no scan saw is not held against it', () => {
    const unseen = { lifetimeSeconds, ageSeconds: 24 * lifetimeSeconds, seenAgeSeconds: 0.3 * lifetimeSeconds }
    expect([isLate(unseen), isAfterExpiry(unseen)]).toEqual([false, false])
    expect(latePattern([unseen, unseen, unseen])).toBeNull()
  })
})

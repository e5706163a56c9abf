import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fewestSteps, learnRhythm, measuredShares, type RenewalAge } from './rotation-rhythm.ts'

/** Steps within their life and after it, seen closely and from afar. */
const renewal = fc
  .record({
    lifetimeSeconds: fc.integer({ min: 3600, max: 398 * 86400 }),
    share: fc.double({ min: 0.001, max: 1.5, noNaN: true }),
    window: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ lifetimeSeconds, share, window }): RenewalAge => {
    const ageSeconds = share * lifetimeSeconds
    return { lifetimeSeconds, ageSeconds, seenAgeSeconds: ageSeconds - window * ageSeconds }
  })

const someRenewals = fc.array(renewal, { maxLength: 24 })

describe('a learned rhythm', () => {
  test('does not depend on the order of the steps', () => {
    const shuffled = someRenewals.chain((steps) =>
      fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length })),
    )
    fc.assert(
      fc.property(shuffled, ([steps, other]) => {
        expect(learnRhythm(other)).toEqual(learnRhythm(steps))
      }),
    )
  })

  test('is the same for lives of any length, from an hour to 398 days', () => {
    const scaled = fc.tuple(someRenewals, fc.constantFrom(1 / 4096, 1 / 64, 2, 512))
    fc.assert(
      fc.property(scaled, ([steps, factor]) => {
        const other = steps.map(({ ageSeconds, seenAgeSeconds = ageSeconds, lifetimeSeconds }) => ({
          ageSeconds: ageSeconds * factor,
          seenAgeSeconds: seenAgeSeconds * factor,
          lifetimeSeconds: lifetimeSeconds * factor,
        }))
        expect(learnRhythm(other)).toEqual(learnRhythm(steps))
      }),
    )
  })

  test(`takes at least ${fewestSteps} steps that were measured`, () => {
    fc.assert(
      fc.property(someRenewals, (steps) => {
        const measured = measuredShares(steps).length
        expect(learnRhythm(steps)?.steps ?? 0).toBe(measured < fewestSteps ? 0 : measured)
      }),
    )
  })

  test('lies among what was seen, and is not negative in its spread', () => {
    fc.assert(
      fc.property(someRenewals, (steps) => {
        const rhythm = learnRhythm(steps)
        if (rhythm === null) return
        const shares = measuredShares(steps)
        expect(rhythm.typicalShare).toBeGreaterThanOrEqual(Math.min(...shares))
        expect(rhythm.typicalShare).toBeLessThanOrEqual(Math.max(...shares))
        expect(rhythm.spreadShare).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('is moved by no single odd step', () => {
    const steady = { lifetimeSeconds: 3600, ageSeconds: 1800, seenAgeSeconds: 1800 }
    fc.assert(
      fc.property(renewal, fc.integer({ min: 4, max: 20 }), (odd, count) => {
        const rhythm = learnRhythm([...Array.from({ length: count }, () => steady), odd])
        expect(rhythm).toMatchObject({ typicalShare: 0.5, spreadShare: 0 })
      }),
    )
  })

  test('forgets what is older than the newest 24 steps', () => {
    const of = (share: number) => ({ lifetimeSeconds: 1000, ageSeconds: 1000 * share })
    const steps = [...Array.from({ length: 40 }, () => of(0.9)), ...Array.from({ length: 24 }, () => of(0.5))]
    expect(learnRhythm(steps)).toEqual({ steps: 24, typicalShare: 0.5, spreadShare: 0 })
  })
})

test('a step that could have been anywhere in a quarter of the life or more was not measured', () => {
  const hourly = { lifetimeSeconds: 3600, ageSeconds: 1800 }
  expect(measuredShares([{ ...hourly, seenAgeSeconds: 1350 }])).toEqual([0.4375])
  // Scanned once a day: the next leaf that was seen is not even the next one.
  expect(measuredShares([{ ...hourly, ageSeconds: 86400, seenAgeSeconds: 600 }])).toEqual([])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { judgeReadiness, measureGaps, type RotationRecord } from './rotation-readiness.ts'
import type { RenewalAge } from './rotation-rhythm.ts'

const now = new Date('2026-11-23T12:00:00Z')
const day = 86400
const step = (days: number, lifeDays: number, seenDays = days): RenewalAge => ({
  ageSeconds: days * day,
  seenAgeSeconds: seenDays * day,
  lifetimeSeconds: lifeDays * day,
})
const served = (ageDays: number, missedInDays = 30) => ({
  notBefore: new Date(now.getTime() - ageDays * dayMs),
  missedAt: new Date(now.getTime() + missedInDays * dayMs),
})
const record = (renewals: readonly RenewalAge[], change: Partial<RotationRecord> = {}): RotationRecord => ({
  renewals,
  leaves: [served(10)],
  renewal: undefined,
  ...change,
})
const judge = (given: RotationRecord, days: number) => {
  const { state, reasons } = judgeReadiness(given, days * day, now)
  return [state, ...reasons]
}

describe('readiness', () => {
  const acme = Array.from({ length: 4 }, () => step(60, 90))

  test.each([
    [200, ['ready']],
    [100, ['ready']],
    [47, ['not-ready', 'gap']],
  ])('of a 90-day certificate that is replaced every 60 days, for %i days', (days, expected) => {
    expect(judge(record(acme), days)).toEqual(expected)
  })

  test('a certificate of an hour that is replaced each half hour holds every limit', () => {
    const svid = Array.from({ length: 6 }, () => step(1 / 48, 1 / 24))
    const leaves = [{ notBefore: new Date(now.getTime() - hourMs / 4), missedAt: new Date(now.getTime() + hourMs) }]
    for (const days of [200, 100, 47]) expect(judge(record(svid, { leaves }), days)).toEqual(['ready'])
  })

  test('a yearly rotation is shown by one gap not to do, though one is no history', () => {
    expect(judge(record([step(350, 398)]), 200)).toEqual(['not-ready', 'gap'])
  })

  test('without enough rotations nothing is said', () => {
    expect(judge(record([]), 47)).toEqual(['too-little-history'])
    expect(judge(record([step(30, 47), step(30, 47)]), 47)).toEqual(['too-little-history'])
    expect(judge(record([step(30, 47), step(30, 47), step(30, 47)]), 47)).toEqual(['ready'])
  })

  test('a gap between scans that may hide rotations proves neither', () => {
    const unseen = Array.from({ length: 4 }, () => step(80, 90, 20))
    expect(judge(record(unseen), 47)).toEqual(['too-little-history'])
  })

  test('what is served for longer than the limit speaks against it, at the instant at which it does', () => {
    const old = record([], { leaves: [served(46)] })
    expect(judge(old, 47)).toEqual(['too-little-history'])
    expect(judgeReadiness(old, 47 * day, now).changesAt).toEqual(new Date(now.getTime() + dayMs))
    expect(judge(record([], { leaves: [served(48)] }), 47)).toEqual(['not-ready', 'age'])
  })

  test('renewal by hand, late and missed rotations speak against it', () => {
    expect(judge(record(acme, { renewal: 'manual' }), 200)).toEqual(['not-ready', 'manual'])
    expect(judge(record([...acme, step(85, 90)]), 200)).toEqual(['not-ready', 'late'])
    expect(judge(record([...acme, step(91, 90)]), 200)).toEqual(['not-ready', 'missed'])
    expect(judge(record(acme, { leaves: [served(10, -1)] }), 200)).toEqual(['not-ready', 'overdue'])
  })

  test('what is older than six rotations is not held against it', () => {
    const mended = [step(91, 90), ...Array.from({ length: 6 }, () => step(30, 47))]
    expect(judge(record(mended), 47)).toEqual(['ready'])
  })
})

test('who is ready for a shorter life is ready for a longer one', () => {
  const steps = fc.array(
    fc
      .record({ days: fc.double({ min: 0.01, max: 400, noNaN: true }), life: fc.integer({ min: 1, max: 398 }) })
      .map(({ days, life }) => step(days, life)),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 300 }), (renewals, age) => {
      const given = record(renewals, { leaves: [served(age)] })
      const states = [47, 100, 200].map((days) => judgeReadiness(given, days * day, now).state)
      expect(states.lastIndexOf('not-ready')).toBeLessThanOrEqual(
        states.indexOf('ready') < 0 ? 2 : states.indexOf('ready') - 1,
      )
    }),
  )
})

test('the numbers are those of the newest six', () => {
  expect(measureGaps([step(300, 398), ...Array.from({ length: 5 }, () => step(60, 90)), step(85, 90)])).toEqual({
    steps: 6,
    longestGapSeconds: 85 * day,
    typicalGapSeconds: 60 * day,
    lateSteps: 1,
    missedSteps: 0,
  })
  expect(measureGaps([])).toMatchObject({ steps: 0, longestGapSeconds: null, typicalGapSeconds: null })
})

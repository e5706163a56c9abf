import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secondMs } from '#lib/core/time.ts'
import { effectivePolicy, type Policy } from './policy.ts'
import { rotationDue, rotationState } from './rotation-due.ts'
import type { RenewalAge } from './rotation-rhythm.ts'
import { validityOf } from './validity.ts'

const start = new Date('2026-11-23T12:00:00Z')
const life = (seconds: number) =>
  validityOf({
    notBefore: start.toISOString(),
    // The end is inclusive.
    notAfter: new Date(start.getTime() + (seconds - 1) * secondMs).toISOString(),
  })
const steps = (lifetimeSeconds: number, ...shares: readonly number[]): RenewalAge[] =>
  shares.map((share) => ({ lifetimeSeconds, ageSeconds: share * lifetimeSeconds }))
const due = (seconds: number, renewals: readonly RenewalAge[], policy: Policy = {}) =>
  rotationDue(life(seconds), renewals, effectivePolicy(policy, null))
const shareOf = (at: Date, seconds: number) => (at.getTime() - start.getTime()) / (seconds * secondMs)

const hour = 3600
const year = 398 * 86400

describe.each([
  ['an hour', hour],
  ['398 days', year],
])('a life of %s', (_, seconds) => {
  test('is due by its own rhythm: the usual share, and a quarter more', () => {
    const rhythm = due(seconds, steps(seconds, 0.5, 0.5, 0.5))
    expect(rhythm.basis).toBe('rhythm')
    expect(shareOf(rhythm.expectedAt, seconds)).toBeCloseTo(0.5, 3)
    expect(shareOf(rhythm.dueAt, seconds)).toBeCloseTo(0.625, 3)
    expect(shareOf(rhythm.missedAt, seconds)).toBeCloseTo(1, 3)
  })

  test('is given more room where its rotations are spread wide', () => {
    const wide = due(seconds, steps(seconds, 0.2, 0.3, 0.4))
    expect(shareOf(wide.dueAt, seconds)).toBeCloseTo(0.3 + 3 * 1.4826 * 0.1, 3)
  })

  test('is missed after twice the usual age, where that comes before its end', () => {
    expect(shareOf(due(seconds, steps(seconds, 0.1, 0.1, 0.1)).missedAt, seconds)).toBeCloseTo(0.2, 3)
  })

  test('without a rhythm is due at a third, overdue at a tenth, and missed at none of the life left', () => {
    const plain = due(seconds, steps(seconds, 0.5, 0.5))
    expect(plain.basis).toBe('share of life')
    expect(shareOf(plain.expectedAt, seconds)).toBeCloseTo(2 / 3, 3)
    expect(shareOf(plain.dueAt, seconds)).toBeCloseTo(0.9, 3)
    expect(shareOf(plain.missedAt, seconds)).toBeCloseTo(1, 3)
  })

  test('a policy’s interval goes before its rhythm, and never past the urgent share of the life', () => {
    const interval = Math.round(seconds / 4)
    const early = due(seconds, steps(seconds, 0.5, 0.5, 0.5), { rotationIntervalSeconds: interval })
    expect(early.basis).toBe('policy')
    expect(shareOf(early.missedAt, seconds)).toBeCloseTo(0.5, 2)
    const late = due(seconds, [], { rotationIntervalSeconds: 2 * seconds })
    expect(late.basis).toBe('share of life')
    expect(shareOf(late.dueAt, seconds)).toBeCloseTo(0.9, 3)
  })
})

test('the instants never stand in another order, and the state follows them', () => {
  const shares = fc.array(fc.double({ min: 0.001, max: 1.3, noNaN: true }), { maxLength: 8 })
  const policies = fc.record({
    rotationIntervalSeconds: fc.option(fc.integer({ min: 1, max: 3 * year }), { nil: undefined }),
    expiryWarnShare: fc.double({ min: 0, max: 1, noNaN: true }),
    expiryUrgentShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: year }),
      shares,
      policies,
      (seconds, seen, { rotationIntervalSeconds, ...rest }) => {
        const policy = rotationIntervalSeconds === undefined ? rest : { rotationIntervalSeconds, ...rest }
        const found = due(seconds, steps(seconds, ...seen), policy)
        expect(found.expectedAt <= found.dueAt && found.dueAt <= found.missedAt).toBe(true)
        expect(found.expectedAt >= start).toBe(true)
        const states = [found.expectedAt, found.dueAt, found.missedAt].map((at) => rotationState(found, at))
        expect(states[2]).toBe('missed')
        expect(rotationState(found, new Date(found.expectedAt.getTime() - 1))).toBe('on-time')
      },
    ),
  )
})

test('a life that can’t be read is missed at once rather than never', () => {
  const backwards = validityOf({ notBefore: start.toISOString(), notAfter: '2020-01-01T00:00:00Z' })
  const found = rotationDue(backwards, [], effectivePolicy(null, null))
  expect(rotationState(found, start)).toBe('missed')
})

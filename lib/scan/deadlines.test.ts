import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { Deadlines, type Due } from './deadlines.ts'

class Waiting implements Due {
  place = -1
  queuedMs = 0
  dueMs: number
  endedMs: number | null = null

  constructor(dueMs: number) {
    this.dueMs = dueMs
  }

  expire(): void {
    this.endedMs = performance.now()
  }
}

const step = fc.record({
  afterMs: fc.integer({ min: 0, max: 60 }),
  waitsMs: fc.integer({ min: 0, max: 200 }),
  /** What is done to one that waits: it ends by itself, or its deadline moves. */
  change: fc.option(fc.record({ of: fc.nat(), to: fc.option(fc.integer({ min: 0, max: 200 })) })),
})

it('each expires at its own deadline, wherever that was moved, and never once it has ended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
      try {
        const deadlines = new Deadlines()
        const all: Waiting[] = []
        const gone = new Set<Waiting>()
        for (const { afterMs, waitsMs, change } of steps) {
          const one = new Waiting(Math.ceil(performance.now()) + waitsMs)
          all.push(one)
          deadlines.add(one)
          const changed = change && all[change.of % all.length]
          if (changed && changed.endedMs === null && !gone.has(changed)) {
            if (change.to === null) {
              gone.add(changed)
              deadlines.remove(changed)
            } else {
              changed.dueMs = Math.ceil(performance.now()) + change.to
              deadlines.add(changed)
            }
          }
          await vi.advanceTimersByTimeAsync(afterMs)
        }
        await vi.advanceTimersByTimeAsync(1000)
        for (const one of all) {
          if (gone.has(one)) expect(one.endedMs).toBeNull()
          else expect(one.endedMs).toBeGreaterThanOrEqual(one.dueMs)
          // More than sixteen at once take a turn each.
          if (one.endedMs !== null) expect(one.endedMs - one.dueMs).toBeLessThanOrEqual(6)
        }
      } finally {
        vi.useRealTimers()
      }
    }),
    { numRuns: 100 },
  )
})

it('a thousand that are due at once all expire, and others get their turn between them', async () => {
  const deadlines = new Deadlines()
  const dueMs = Math.ceil(performance.now()) + 20
  const all = Array.from({ length: 1000 }, () => new Waiting(dueMs))
  for (const one of all) deadlines.add(one)
  const seen = new Set<number>()
  const ended = () => all.filter(({ endedMs }) => endedMs !== null).length
  while (ended() < all.length) {
    seen.add(ended())
    await new Promise(setImmediate)
  }
  expect(seen.size).toBeGreaterThan(20)
})

it('what one of them throws does not keep the others from expiring', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
  try {
    const deadlines = new Deadlines()
    const [broken, beside, later] = [new Waiting(20), new Waiting(20), new Waiting(300)]
    broken.expire = () => {
      throw new Error('broken')
    }
    for (const one of [broken, beside, later]) {
      one.dueMs += Math.ceil(performance.now())
      deadlines.add(one)
    }
    expect(() => vi.advanceTimersByTime(100)).toThrow('broken')
    vi.advanceTimersByTime(1000)
    expect([beside.endedMs, later.endedMs]).not.toContain(null)
  } finally {
    vi.useRealTimers()
  }
})

import { describe, expect, test } from 'vitest'
import { observeLab } from '../scanning.ts'
import type { HostileCase } from './hostile-case.ts'
import { hostileCases } from './index.ts'

/** Where only a timeout is right it may come soon; elsewhere a busy machine must not make one. */
const soon = { overallMs: 900, connectMs: 500, idleMs: 500 }
const late = { overallMs: 10_000, connectMs: 5_000, idleMs: 5_000 }

describe.concurrent('every hostile server ends an observation by itself, in an outcome that is right', () => {
  test.each(hostileCases)('$name', async (hostile) => {
    const server = await hostile.start()
    try {
      const timeouts = waits(hostile) ? soon : late
      const startedMs = performance.now()
      const { outcome, facts } = await observeLab(server, { timeouts })
      expect(hostile.outcomes, JSON.stringify(outcome)).toContain(outcome.kind)
      expect(performance.now() - startedMs).toBeLessThan(2 * timeouts.overallMs + 5_000)
      if (hostile.proof === false) {
        const { keyPossession } = facts
        expect(keyPossession.status === 'observed' && keyPossession.value.verified).toBe(false)
      }
    } finally {
      await server.close()
    }
  })
})

function waits({ outcomes }: HostileCase): boolean {
  return outcomes.includes('timeout')
}

import { expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { madeAttempt } from '#lib/testing/attempts.ts'
import { nothingSaid } from '#lib/tls/flight.ts'
import type { Asker } from '../ask.ts'
import type { Provoker } from '../provoke.ts'
import { probePosture } from './probe-posture.ts'

const target = { host: 'service.test', port: 443, serverName: 'service.test', transport: 'tls' } as const

it('a server that answers every hello with an error of its own has said nothing of any version', async () => {
  const alert = { level: 'fatal', code: 80, name: 'internal_error' } as const
  const broken = {
    ...madeAttempt({ outcome: { kind: 'alert', code: 80, name: 'internal_error' } }),
    flight: nothingSaid,
  }
  const asker: Asker & Provoker = {
    beganToRefuse: false,
    connections: 1,
    ask: async () => ({ kind: 'refused', alert, flight: nothingSaid }),
    askSsl2: async () => ({ kind: 'failed', reason: 'closed' }),
    handshake: async () => broken,
    provoke: async () => ({ kind: 'failed', reason: 'alert' }),
  }
  const { facts } = await probePosture(broken, asker, 'posture', target)
  const versions = Object.entries(valueOf(facts.versions) ?? {})
  expect(versions.map(([version]) => version)).toContain('TLSv1.3')
  for (const [, fact] of versions) expect(fact.status).toBe('failed')
})

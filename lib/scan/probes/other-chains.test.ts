import { expect, it } from 'vitest'
import { madeAttempt } from '#lib/testing/attempts.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import type { Asker } from '../ask.ts'
import { probeOtherChains } from './other-chains.ts'

const target = { host: 'service.test', port: 443, serverName: 'service.test', transport: 'tls' } as const
const first = { ...madeAttempt(), flight: { ...madeAttempt().flight, chain: [Buffer.from('leaf')] } }

function askerFor(outcome: Outcome): Asker {
  const flight = { ...madeAttempt().flight, chain: null }
  return {
    beganToRefuse: false,
    connections: 1,
    ask: () => Promise.reject(new Error('no hello was to be asked')),
    askSsl2: () => Promise.reject(new Error('no hello was to be asked')),
    handshake: async () => ({ ...madeAttempt({ outcome }), flight }),
  }
}

it.each<[string, Outcome, unknown]>([
  ['a refusal', { kind: 'alert', code: 40, name: 'handshake_failure' }, { status: 'observed', value: {} }],
  ['an error of its own', { kind: 'alert', code: 80, name: 'internal_error' }, { status: 'failed', reason: 'alert' }],
  ['a close', { kind: 'closed', during: 'handshake' }, { status: 'failed', reason: 'closed' }],
])('a leaf that was there once and is answered with %s', async (_answer, outcome, fact) => {
  expect(await probeOtherChains(first, askerFor(outcome), target, ['rsa'])).toEqual(fact)
})

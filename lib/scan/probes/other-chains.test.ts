import { expect, it } from 'vitest'
import { madeAttempt } from '#lib/testing/attempts.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { suiteInfo } from '#lib/tls/suites.ts'
import type { Asker, HandshakeWish } from '../ask.ts'
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

it('calls a leaf gone only where TLS 1.2 with suites that few clients have is refused, too', async () => {
  const wishes: HandshakeWish[] = []
  const camellia = suiteInfo(0xc077)?.name
  const asker: Asker = {
    ...askerFor({ kind: 'alert', code: 40, name: 'handshake_failure' }),
    handshake: async (wish) => {
      wishes.push(wish)
      const { suites = [], versions } = wish.offer ?? {}
      if (versions?.length !== 0 || !suites.some((id) => suiteInfo(id)?.name === camellia)) {
        return madeAttempt({ outcome: { kind: 'alert', code: 40, name: 'handshake_failure' }, version: null })
      }
      return { ...madeAttempt(), flight: { ...madeAttempt().flight, chain: [Buffer.from('of RSA')] } }
    },
  }
  const fact = await probeOtherChains(first, asker, target, ['rsa'])
  expect(fact).toMatchObject({ status: 'observed', value: { rsa: [expect.any(String)] } })
  // A close in place of the alert is a refusal where the server insists on it.
  expect(wishes.map(({ refusals }) => refusals)).toEqual([true, true])
})

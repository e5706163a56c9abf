import { expect, it } from 'vitest'
import { madeAttempt } from '#lib/testing/attempts.ts'
import type { Asker } from '../ask.ts'
import { type Attempt, notMade } from '../attempt.ts'
import { hangUp } from '../hang-up.ts'
import { Evidence } from './evidence.ts'
import { askTls13Schemes } from './tls13-schemes.ts'

const p256 = 0x0403

const signed = () =>
  madeAttempt({ requested: false, proof: { by: 'certificate-verify', scheme: p256, verified: true } })

const closed = (): Attempt => ({ ...notMade('unsteady'), outcome: { ...hangUp, kind: 'alert' } })

async function learn(answer: (signatureSchemes: readonly number[]) => Attempt) {
  const offered: (readonly number[])[] = []
  const nobody = () => Promise.reject(new Error('no hello was to be asked'))
  const asker: Asker = {
    beganToRefuse: false,
    connections: 1,
    ask: nobody,
    askSsl2: nobody,
    handshake: async ({ offer }) => {
      offered.push(offer?.signatureSchemes ?? [])
      return answer(offered.at(-1) ?? [])
    },
  }
  const options = { first: signed(), asker, evidence: new Evidence(), groups: [], alpn: null, usual: {} }
  return { schemes: await askTls13Schemes(options), offered }
}

it('a server that hangs up has refused the schemes where it answers the same hello with the known one', async () => {
  const { schemes, offered } = await learn((list) => (list.includes(p256) ? signed() : closed()))
  expect(schemes).toMatchObject({ complete: true, failure: null, accepted: [p256] })
  expect(offered[1]).toEqual([p256])
})

it('one that hangs up on that, too, has refused something else', async () => {
  const { schemes, offered } = await learn(closed)
  expect(schemes).toMatchObject({ complete: false, failure: 'closed', accepted: [p256] })
  expect(offered).toHaveLength(2)
})

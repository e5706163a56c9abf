import { describe, expect, it } from 'vitest'
import type { Alert } from '#lib/tls/alerts.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import { nothingSaid } from '#lib/tls/flight.ts'
import type { Answer, DeferringAsker } from '../ask.ts'
import { notMade } from '../attempt.ts'
import { Replay } from './replay.ts'

const offer: Offer = {
  legacyVersion: 0x0303,
  versions: [],
  suites: [],
  groups: [],
  signatureSchemes: [],
  serverName: '',
}
const alert: Alert = { level: 'fatal', code: 40, name: 'closed' }

/** Refuses everything; what is named in `doubtful` by its number, from 0, is taken back in the end. */
function scene(doubtful: readonly number[]) {
  const takenBack = new Set<Answer>()
  const given: Answer[] = []
  const asker: DeferringAsker = {
    takenBack,
    beganToRefuse: false,
    get connections() {
      return given.length
    },
    ask: async () => {
      const answer: Answer = { kind: 'refused', alert, flight: nothingSaid }
      given.push(answer)
      return answer
    },
    askSsl2: async () => ({ kind: 'failed', reason: 'closed' }),
    handshake: async () => notMade('unsteady'),
    defer: async (defers) => {
      if (!defers) for (const at of doubtful) if (given[at]) takenBack.add(given[at])
    },
  }
  const replay = new Replay(asker)
  const askThrice = async () => [await replay.ask(offer), await replay.ask(offer), await replay.ask(offer)]
  return { replay, askThrice, given, takenBack }
}

const unsteady = { kind: 'failed', reason: 'unsteady' }

describe('what was made of answers', () => {
  it('stands where none of them is taken back', async () => {
    const { replay, askThrice, given } = scene([])
    await askThrice()
    expect(await replay.rewind()).toBe(false)
    expect(given.length).toBe(3)
  })

  it('is made anew from those before the first that is, which is unknown then; what follows is asked again', async () => {
    const { replay, askThrice, given } = scene([1])
    const [first] = await askThrice()
    expect(await replay.rewind()).toBe(true)
    expect(replay.connections).toBe(3)
    const again = await askThrice()
    expect(again.slice(0, 2)).toEqual([first, unsteady])
    expect(given.length).toBe(4)
    expect(again[2]).toBe(given[3])
    expect(await replay.rewind()).toBe(false)
  })

  it('is not gone on with once one was taken back', async () => {
    const { replay, given, takenBack } = scene([])
    const first = await replay.ask(offer)
    takenBack.add(first)
    expect(await replay.ask(offer)).toEqual(unsteady)
    expect(await replay.handshake({})).toMatchObject({ outcome: { kind: 'unsteady' } })
    expect(given.length).toBe(1)
    expect(await replay.rewind()).toBe(true)
    expect(await replay.ask(offer)).toEqual(unsteady)
    expect((await replay.ask(offer)).kind).toBe('refused')
  })
})

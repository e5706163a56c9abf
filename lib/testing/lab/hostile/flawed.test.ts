import { describe, expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import type { Flaws } from '#lib/tls/observation.ts'
import { observeLab } from '../scanning.ts'
import type { LabServer } from '../tls-server.ts'
import { type FlawedServer, startFlawed } from './flawed.ts'
import { startTicketbleed } from './ticketbleed.ts'

/** True, false, or why it can't be known. */
type Seen = Partial<Record<keyof Flaws, boolean | string>>

const sound: Seen = { heartbleed: false, earlyChangeCipherSpec: false, rsaPaddingOracle: false, ticketbleed: false }

describe.concurrent('flaws of implementations are told from their sound twins', () => {
  test.for<[string, FlawedServer, Seen]>([
    ['a sound library', {}, {}],
    ['sound heartbeats', { heartbeat: 'sound' }, {}],
    ['Heartbleed', { heartbeat: 'bleeds' }, { heartbleed: true }],
    ['Heartbleed behind a buffer', { heartbeat: 'bleeds-late' }, { heartbleed: true }],
    ['silence behind a heartbeat', { heartbeat: 'hangs' }, { heartbleed: 'no-answer' }],
    ['ChangeCipherSpec whenever it comes', { changeCipherSpec: 'takes' }, { earlyChangeCipherSpec: true }],
    ['ChangeCipherSpec of no account', { changeCipherSpec: 'ignores' }, { earlyChangeCipherSpec: 'no-answer' }],
    ['a close on ChangeCipherSpec', { changeCipherSpec: 'closes' }, {}],
    ['a reset on ChangeCipherSpec', { changeCipherSpec: 'resets' }, {}],
    ['an alert upon wrong paddings', { oracle: 'alert-at-once' }, { rsaPaddingOracle: true }],
    ['another alert behind wrong paddings', { oracle: 'alert-behind' }, { rsaPaddingOracle: true }],
    ['a close upon wrong paddings', { oracle: 'closes' }, { rsaPaddingOracle: true }],
    ['silence upon wrong paddings', { oracle: 'falls-silent' }, { rsaPaddingOracle: true }],
    ['another alert behind a wrong version', { oracle: 'version-alone' }, { rsaPaddingOracle: true }],
    ['alerts that change', { oracle: 'flickers' }, { rsaPaddingOracle: 'unsteady' }],
  ])('%s', { timeout: 60_000 }, async ([, how, flaws]) => {
    expect(await seenOf(await startFlawed(how))).toEqual({ ...sound, ...flaws })
  })

  test('Ticketbleed', { timeout: 60_000 }, async () => {
    expect(await seenOf(await startTicketbleed())).toEqual({
      ...sound,
      ticketbleed: true,
      earlyChangeCipherSpec: 'extended-master-secret',
    })
  })
})

async function seenOf(server: LabServer): Promise<Seen> {
  try {
    const { facts } = await observeLab(server, { depth: 'posture' })
    expect(valueOf(facts.conduct)).toBe('steady')
    return Object.fromEntries(
      Object.entries(valueOf(facts.flaws) ?? {}).map(([flaw, fact]) => [
        flaw,
        fact.status === 'observed' ? fact.value : fact.reason,
      ]),
    )
  } finally {
    await server.close()
  }
}

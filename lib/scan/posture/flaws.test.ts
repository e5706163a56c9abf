import { describe, expect, it } from 'vitest'
import { failed, observed, skipped } from '#lib/core/observed.ts'
import { alertName } from '#lib/tls/alerts.ts'
import { Flight, nothingSaid, type ServerFlight } from '#lib/tls/flight.ts'
import type { Provoked, Provoker, Response } from '../provoke.ts'
import type { PlainFeatures } from './evidence.ts'
import { askFlaws, type FlawOptions } from './flaws.ts'
import type { TlsVersion } from './versions.ts'

const modern: PlainFeatures = {
  extendedMasterSecret: true,
  encryptThenMac: null,
  secureRenegotiation: true,
  compression: false,
  heartbeat: false,
  sessionTicket: true,
}
const ecdhe = 0xc02f
const rsa = 0x002f

interface Server {
  readonly spoken?: readonly TlsVersion[]
  readonly features?: Partial<PlainFeatures>
  readonly suites?: readonly number[]
  readonly complete?: boolean
  readonly heartbeatOfTls13?: boolean | null
  /** One after the other; the last for all that follow. */
  readonly responses?: readonly Provoked[]
}

async function ask(server: Server) {
  const { spoken = ['TLSv1.3', 'TLSv1.2'], features, suites = [ecdhe], complete = true, responses = [] } = server
  const plain = spoken.find((version) => version !== 'TLSv1.3') ?? null
  let connections = 0
  const provoker: Provoker = {
    provoke: async () => {
      connections += 1
      return responses[connections - 1] ?? responses.at(-1) ?? { kind: 'failed', reason: 'timeout' }
    },
  }
  const options: FlawOptions = {
    provoker,
    serverName: 'service.test',
    versions: { spoken, newestPlain: plain },
    evidence: {
      features: new Map(plain === null ? [] : [[plain, { ...modern, ...features }]]),
      heartbeatOfTls13: server.heartbeatOfTls13 ?? null,
    },
    enumerationOf: () => ({
      suites: { accepted: [...suites], complete, failure: complete ? null : 'reset' },
      probe: { acceptedLists: () => ({ suites, groups: [], schemes: [], alpn: [] }) },
    }),
  }
  return { ...(await askFlaws(options, observed(false))), connections: () => connections }
}

function did(response: Response, after: number, flight: ServerFlight = nothingSaid): Provoked {
  return { kind: 'provoked', response, after, flight }
}

function alert(code: number, after: number, flight?: ServerFlight): Provoked {
  return did({ kind: 'alert', alert: { level: 'fatal', code, name: alertName(code) } }, after, flight)
}

const asked = new Flight()
asked.certificateRequest = { context: new Uint8Array(), types: [], authorities: [], schemes: [] }

describe('a modern server', () => {
  it('is asked for nothing', async () => {
    const seen = await ask({})
    expect(seen).toMatchObject({
      heartbleed: observed(false),
      earlyChangeCipherSpec: skipped('extended-master-secret'),
      rsaPaddingOracle: observed(false),
    })
    expect(seen.connections()).toBe(0)
  })

  it('of TLS 1.3 alone has no place for most', async () => {
    const seen = await ask({ spoken: ['TLSv1.3'], heartbeatOfTls13: true })
    expect(seen).toMatchObject({ heartbleed: skipped('tls13-only'), earlyChangeCipherSpec: skipped('tls13-only') })
    expect(seen.rsaPaddingOracle).toEqual(observed(false))
    expect((await ask({ spoken: ['TLSv1.3'], heartbeatOfTls13: false })).heartbleed).toEqual(observed(false))
    expect((await ask({ spoken: ['TLSv1.3'] })).heartbleed).toEqual(failed('not-answered'))
    expect(seen.connections()).toBe(0)
  })
})

it('of which not all suites are known may have more', async () => {
  expect((await ask({ complete: false })).rsaPaddingOracle).toEqual(failed('reset'))
})

describe('a heartbeat that says more than it holds', () => {
  const features = { heartbeat: true }
  const seen = async (...responses: Provoked[]) => (await ask({ features, responses })).heartbleed

  it('is bad to answer, and good to pass over until something else is refused', async () => {
    expect(await seen(did({ kind: 'heartbeat' }, 1))).toEqual(observed(true))
    expect(await seen(alert(10, 2))).toEqual(observed(false))
    expect(await seen(did({ kind: 'closed' }, 2))).toEqual(observed(false))
  })

  it('is not known where the server fell silent, was cut off, or does now this and now that', async () => {
    expect(await seen(did({ kind: 'silent' }, 2))).toEqual(failed('no-answer'))
    expect(await seen(did({ kind: 'reset' }, 2))).toEqual(failed('reset'))
    expect(await seen(did({ kind: 'closed' }, 2), did({ kind: 'silent' }, 2))).toEqual(failed('unsteady'))
    expect(await seen({ kind: 'failed', reason: 'began-to-refuse' })).toEqual(failed('began-to-refuse'))
  })
})

describe('ChangeCipherSpec before there are keys', () => {
  const features = { extendedMasterSecret: false }
  const seen = async (...responses: Provoked[]) => (await ask({ features, responses })).earlyChangeCipherSpec

  it('is refused at once or, by a slow server, when the second came', async () => {
    expect(await seen(alert(40, 1))).toEqual(observed(false))
    expect(await seen(did({ kind: 'reset' }, 1))).toEqual(observed(false))
    expect(await seen(alert(10, 2))).toEqual(observed(false))
    expect(await seen(alert(20, 2), alert(20, 1))).toEqual(observed(false))
  })

  it('is taken by who waits behind it, and can not read what comes then', async () => {
    expect(await seen(alert(20, 2), did({ kind: 'silent' }, 1))).toEqual(observed(true))
    expect(await seen(alert(21, 2), did({ kind: 'silent' }, 1))).toEqual(observed(true))
  })

  it('is not known to be taken otherwise', async () => {
    expect(await seen(alert(40, 2), did({ kind: 'silent' }, 1))).toEqual(failed('alert-handshake_failure'))
    expect(await seen(did({ kind: 'closed' }, 2))).toEqual(failed('closed'))
    expect(await seen(did({ kind: 'silent' }, 2))).toEqual(failed('no-answer'))
    expect(await seen(did({ kind: 'reset' }, 1), did({ kind: 'silent' }, 2))).toEqual(failed('unsteady'))
  })
})

describe('paddings', () => {
  const suites = [ecdhe, rsa]
  const seen = async (...responses: Provoked[]) => ask({ suites, responses })
  const right = alert(20, 2)
  const wrong = alert(51, 1)
  const busy = did({ kind: 'silent' }, 2)

  it('are alike to a sound server, after five connections', async () => {
    const alike = await seen(right)
    expect(alike.rsaPaddingOracle).toEqual(observed(false))
    expect(alike.connections()).toBe(5)
  })

  it('are told apart where they are so twice', async () => {
    const round = [right, wrong, wrong, wrong, right]
    expect((await seen(...round, ...round)).rsaPaddingOracle).toEqual(observed(true))
    expect((await seen(...round, right)).rsaPaddingOracle).toEqual(failed('unsteady'))
  })

  it('are not told apart by a server that was too busy once', async () => {
    expect((await seen(right, busy, right)).rsaPaddingOracle).toEqual(observed(false))
    expect((await seen(busy)).rsaPaddingOracle).toEqual(failed('no-answer'))
  })

  it('are not looked at by a server that wants a certificate first', async () => {
    expect((await seen(alert(40, 1, asked))).rsaPaddingOracle).toEqual(failed('alert-handshake_failure'))
    expect((await seen(alert(20, 2, asked))).rsaPaddingOracle).toEqual(observed(false))
  })
})

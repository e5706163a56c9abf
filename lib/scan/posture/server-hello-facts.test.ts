import { describe, expect, test } from 'vitest'
import { observed, skipped, valueOf } from '#lib/core/observed.ts'
import { observeScripted } from '#lib/testing/scan/observe-scripted.ts'
import { modern } from '#lib/testing/scan/scripted-cases.ts'
import type { ScriptedConfig } from '#lib/testing/scan/scripted-config.ts'
import type { Offer } from '#lib/tls/client-hello.ts'

const npn = 13172
const spdy = ['spdy/3.1', 'http/1.1']

function scan(changes: Partial<ScriptedConfig>, depth: 'quick' | 'posture' = 'posture') {
  return observeScripted({ ...modern, ...changes }, depth)
}

describe('NPN', () => {
  test.each<[string, Partial<ScriptedConfig>]>([
    ['without ALPN', { alpn: [] }],
    ['beside an ALPN that goes on without a common name', { strictAlpn: false }],
    ['beside an ALPN that does not', {}],
    ['of TLS 1.2 alone, beside an ALPN that does not', { versions: ['TLSv1.2'] }],
  ])('is seen %s, and costs no connection', async (_, changes) => {
    const { facts, server } = await scan({ ...changes, nextProtocols: spdy })
    expect(facts.nextProtocols).toEqual(observed(spdy))
    const { facts: others, server: without } = await scan(changes)
    expect(others.nextProtocols).toEqual(observed(null))
    expect(server.connections).toBe(without.connections)
  })

  test('who knows TLS 1.3 alone, or no extensions, has none', async () => {
    const { facts } = await scan({ versions: ['TLSv1.3'], nextProtocols: spdy })
    expect(facts.nextProtocols).toEqual(skipped('tls13-only'))
    const ssl3 = await scan({ versions: ['SSLv3'], suites: { SSLv3: [0x0a] } })
    expect(ssl3.facts.nextProtocols).toEqual(skipped('no-extensions'))
  })

  test('is never offered where the handshake goes on to its end', async () => {
    const { server } = await scan({ nextProtocols: spdy })
    const asks = ({ more }: Offer) => more?.some(({ type }) => type === npn) ?? false
    expect(server.offers.filter(asks).length).toBeGreaterThan(0)
    expect(server.led.filter(asks)).toEqual([])
  })

  test('in quick depth it is not tried for its own sake', async () => {
    expect((await scan({}, 'quick')).facts.nextProtocols).toEqual(skipped('depth-quick'))
    expect((await scan({ alpn: [], nextProtocols: spdy }, 'quick')).facts.nextProtocols).toEqual(observed(spdy))
  })
})

describe('the clock', () => {
  test.each([
    [undefined, 'not-told'],
    [2, 'right'],
    [-86_400, 'wrong'],
  ] as const)('of a server %s seconds ahead is %s', async (aheadSeconds, reading) => {
    const clock = aheadSeconds === undefined ? {} : { aheadSeconds }
    expect((await scan(clock)).facts.clock).toEqual(observed(reading))
  })

  test('of one of TLS 1.3 alone is not asked for', async () => {
    expect((await scan({ versions: ['TLSv1.3'], aheadSeconds: 0 })).facts.clock).toEqual(skipped('tls13-only'))
  })
})

describe('the life of tickets', () => {
  const life = async (changes: Partial<ScriptedConfig>) => {
    const features = valueOf((await scan(changes)).facts.features)
    return features?.ticketLifetimeSeconds
  }

  test('is as the server says, in any version', async () => {
    expect(await life({})).toEqual(observed(7200))
    expect(await life({ versions: ['TLSv1.3'] })).toEqual(observed(7200))
    expect(await life({ versions: ['TLSv1.2'] })).toEqual(observed(7200))
  })

  test('is none where there are none, and not known where no session comes about', async () => {
    expect(await life({ tickets: false })).toEqual(observed(null))
    expect((await life({ wantsClients: true }))?.status).toBe('failed')
  })
})

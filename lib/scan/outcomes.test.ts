import { afterEach, describe, expect, it } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import {
  startAnswering,
  startCloser,
  startDrip,
  startFlood,
  startGreeting,
  startResetter,
  startTarpit,
} from '#lib/testing/lab/faulty-servers.ts'
import { labOptions, labScope, observeLab } from '#lib/testing/lab/scanning.ts'
import { type LabServer, listen, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { Outcome } from '#lib/tls/observation.ts'
import { observe } from './observe.ts'

const servers: LabServer[] = []
const serve = async (starting: Promise<LabServer>) => {
  const server = await starting
  servers.push(server)
  return server
}
const short = { overallMs: 400, connectMs: 300, idleMs: 200 }

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

describe('every end that a connection can come to has its own outcome', () => {
  it.each<[string, () => Promise<LabServer>, Outcome]>([
    ['silence', () => startTarpit(), { kind: 'timeout', during: 'handshake' }],
    ['a TCP reset', () => startResetter(), { kind: 'reset', during: 'handshake' }],
    ['a close', () => startCloser(), { kind: 'closed', during: 'handshake' }],
    [
      'close_notify in place of a ServerHello',
      () => startAnswering(Buffer.from('15030300020100', 'hex')),
      { kind: 'closed', during: 'handshake' },
    ],
    [
      'plain HTTP',
      () => startAnswering('HTTP/1.1 400 Bad Request\r\n\r\n'),
      { kind: 'not-tls', detail: 'HTTP/1.1 400 Bad Request\\x0d\\x0a\\x0d\\x0a' },
    ],
    ['an SSH banner', () => startGreeting('SSH-2.0-x\x1b[31m'), { kind: 'not-tls', detail: 'SSH-2.0-x\\x1b[31m' }],
    [
      'alert 40',
      () => startAnswering(Buffer.from('15030300020228', 'hex')),
      { kind: 'alert', code: 40, name: 'handshake_failure' },
    ],
    [
      'alert 112',
      () => startAnswering(Buffer.from('15030300020270', 'hex')),
      { kind: 'alert', code: 112, name: 'unrecognized_name' },
    ],
    [
      'an alert nobody knows',
      () => startAnswering(Buffer.from('150303000202c8', 'hex')),
      { kind: 'alert', code: 200, name: 'alert_200' },
    ],
  ])('%s', async (_case, start, expected) => {
    const seen = await observeLab(await serve(start()), { timeouts: short, depth: 'posture' })
    expect(seen.outcome).toEqual(expected)
    expect(seen.facts.chain).toEqual({ status: 'failed', reason: expected.kind })
    const versions = Object.values(valueOf(seen.facts.versions) ?? {})
    expect(versions.filter((one) => valueOf(one) === true)).toEqual([])
    if (expected.kind !== 'alert') expect(versions.filter((one) => valueOf(one) === false)).toEqual([])
  })

  it('garbage in a handshake record is a protocol error', async () => {
    const server = await serve(startAnswering(Buffer.from('160303000401000000', 'hex')))
    expect((await observeLab(server, { timeouts: short })).outcome.kind).toBe('protocol-error')
  })

  it('a closed port is refused', async () => {
    const server = await startTarpit()
    await server.close()
    expect((await observeLab(server)).outcome).toEqual({ kind: 'refused' })
  })

  it('a name without addresses is a failure of DNS', async () => {
    const target = { host: 'nowhere.test', port: 443, serverName: '', transport: 'tls' } as const
    const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
    const seen = await observe(target, { ...labOptions, resolve })
    expect(seen).toMatchObject([{ address: null, outcome: { kind: 'dns-failure', code: 'ENOTFOUND' } }])
    expect(await observe(target, { ...labOptions, resolve: async () => [] })).toMatchObject([
      { outcome: { kind: 'dns-failure' } },
    ])
  })

  it('a resolver that never answers is ended by the deadline', async () => {
    const target = { host: 'slow.test', port: 443, serverName: '', transport: 'tls' } as const
    const seen = await observe(target, { ...labOptions, timeouts: short, resolve: () => new Promise(() => {}) })
    expect(seen).toMatchObject([{ outcome: { kind: 'dns-failure', code: 'ETIMEOUT' } }])
  })

  it('a target whose addresses are all out of scope is not dialled', async () => {
    const server = await serve(startTarpit())
    const seen = await observeLab(server, { scope: { ...labScope, allow: [] } })
    expect(seen).toMatchObject({ address: null, outcome: { kind: 'blocked-by-scope', rule: 'not-allowed loopback' } })
    expect(server.connections()).toBe(0)
  })
})

describe('bounds', () => {
  it('a server that drips is ended by the overall deadline, not kept alive by its bytes', async () => {
    const server = await serve(startDrip({ everyMs: 20 }))
    const seen = await observeLab(server, { timeouts: short })
    expect(seen.outcome).toEqual({ kind: 'timeout', during: 'handshake' })
    expect(seen.timings.totalMs).toBeGreaterThan(300)
  })

  it('a server that sends without end is cut off at the cap', async () => {
    const server = await serve(startFlood())
    expect((await observeLab(server, { maxBytes: 100_000 })).outcome.kind).toMatch(/^(too-much-data|protocol-error)$/)
    const plain = await serve(listen({}, (socket) => socket.write(`220-${'x'.repeat(200)}\r\n`.repeat(5000))))
    const seen = await observeLab(plain, { maxBytes: 20_000 }, { transport: 'smtp' })
    expect(seen.outcome.kind).toMatch(/^(too-much-data|protocol-error)$/)
  })

  it('a name with hundreds of addresses is looked at in 64 of them, the same ones each time', async () => {
    const addresses = Array.from({ length: 200 }, (_, at) => `127.0.1.${at}`)
    const target = { host: 'many.test', port: 1, serverName: 'many.test', transport: 'tls' } as const
    const seen = async (resolved: string[]) =>
      (await observe(target, { ...labOptions, resolve: async () => resolved })).map(({ address }) => address)
    const first = await seen(addresses)
    expect(first).toHaveLength(64)
    expect(new Set(await seen(addresses.toReversed()))).toEqual(new Set(first))
  })

  it('an abort rejects with AbortError and closes the connection', async () => {
    const closed = Promise.withResolvers<void>()
    const accepted = Promise.withResolvers<void>()
    const server = await serve(
      listen({}, (socket) => {
        socket.resume().on('close', closed.resolve)
        accepted.resolve()
      }),
    )
    const controller = new AbortController()
    const observing = observeLab(server, { signal: controller.signal })
    await accepted.promise
    controller.abort()
    await expect(observing).rejects.toMatchObject({ name: 'AbortError' })
    await closed.promise
  })

  it('an abort before the start dials nothing', async () => {
    const server = await serve(startTarpit())
    await expect(observeLab(server, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(server.connections()).toBe(0)
  })

  it('no connection outlives its observation', async () => {
    const leaf = createRoot().issue({ dns: ['service.test'] })
    const server = await serve(startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem, clients: 'anybody' }))
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
    await observeLab(server, { depth: 'posture' })
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length)
      .toBeLessThanOrEqual(before)
  })
})

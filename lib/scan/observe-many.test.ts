import { afterEach, describe, expect, it } from 'vitest'
import { createRoot } from '#lib/testing/certificates.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { labOptions } from '#lib/testing/lab/scanning.ts'
import { type LabServer, listen, startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { concurrently } from './concurrently.ts'
import { observeMany } from './observe-many.ts'
import { createPacer, networkOf } from './pacer.ts'

const servers: LabServer[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

describe('many targets', () => {
  it('are each observed once, with a silent one not holding up the others', async () => {
    const leaf = createRoot().issue({ dns: ['service.test'] })
    const [tarpit, server] = [
      await startTarpit(),
      await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem }),
    ]
    servers.push(tarpit, server)
    const ports = [tarpit.port, ...Array.from({ length: 20 }, () => server.port)]
    const plan = (port: number) => ({
      target: { host: '127.0.0.1', port, serverName: '', transport: 'tls' } as const,
      options: { ...labOptions, timeouts: { overallMs: 1500, connectMs: 500, idleMs: 1500 } },
    })
    const kinds: string[] = []
    for await (const { observations } of observeMany(ports, plan, { concurrency: 4 })) {
      kinds.push(...observations.map((one) => one.outcome.kind))
    }
    expect(kinds.filter((kind) => kind === 'handshake')).toHaveLength(20)
    expect(kinds.at(-1)).toBe('timeout')
  })

  it('a fault of our own at one of them costs that one, and is told by its having no observation', async () => {
    const leaf = createRoot().issue({ dns: ['service.test'] })
    const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
    servers.push(server)
    const observer = () => Promise.reject(new TypeError('a bug'))
    const plan = (item: 'faulty' | 'good') => ({
      target: { host: '127.0.0.1', port: server.port, serverName: '', transport: 'tls' } as const,
      options: { ...labOptions, ...(item === 'faulty' ? { observer } : {}) },
    })
    const seen = new Map<string, number>()
    for await (const { item, observations } of observeMany(['faulty', 'good'], plan, { concurrency: 1 }))
      seen.set(item, observations.length)
    expect(seen).toEqual(
      new Map([
        ['faulty', 0],
        ['good', 1],
      ]),
    )
  })

  it('leaving the loop ends what is under way', async () => {
    const closed = Promise.withResolvers<void>()
    const tarpit = await listen({}, (socket) => void socket.resume().on('close', closed.resolve))
    servers.push(tarpit)
    const target = { host: '127.0.0.1', serverName: '', transport: 'tls' } as const
    const items = [
      { ...target, port: tarpit.port },
      { ...target, host: 'nowhere.test', port: 1 },
    ]
    const options = { ...labOptions, resolve: async () => [] }
    for await (const { item } of observeMany(items, (one) => ({ target: one, options }), { concurrency: 2 })) {
      expect(item.host).toBe('nowhere.test')
      break
    }
    await expect
      .poll(() => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length)
      .toBeLessThan(20)
  })
})

describe('concurrently', () => {
  it('never has more under way than its limit, and takes no item before there is room', async () => {
    let underWay = 0
    let most = 0
    let taken = 0
    function* items() {
      for (let index = 0; index < 50; index += 1) {
        taken += 1
        yield index
      }
    }
    const results: number[] = []
    const work = async (item: number) => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
      return item
    }
    for await (const result of concurrently(items(), 3, work)) {
      results.push(result)
      expect(taken - results.length).toBeLessThanOrEqual(4)
    }
    expect(most).toBe(3)
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index))
  })

  it('yields what is finished while the source is slow', async () => {
    const more = Promise.withResolvers<void>()
    async function* items() {
      yield 1
      await more.promise
      yield 2
    }
    const results: number[] = []
    for await (const result of concurrently(items(), 5, async (item) => item)) {
      results.push(result)
      more.resolve()
    }
    expect(results).toEqual([1, 2])
  })

  it('ends with the first rejection, and closes its source', async () => {
    let closed = false
    function* items() {
      try {
        for (let index = 0; ; index += 1) yield index
      } finally {
        closed = true
      }
    }
    const work = async (item: number) => (item === 3 ? Promise.reject(new Error('third')) : item)
    const all = async () => {
      for await (const _ of concurrently(items(), 2, work));
    }
    await expect(all()).rejects.toThrow('third')
    expect(closed).toBe(true)
  })
})

describe('the pacer', () => {
  it('lets one observation of an address run at a time', async () => {
    const pacer = createPacer({ perSecond: 1000, burst: 1000 })
    let underWay = 0
    const work = async () => {
      underWay += 1
      expect(underWay).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
    }
    await Promise.all(Array.from({ length: 5 }, () => pacer.run('10.0.0.1', 1, undefined, work)))
  })

  it('spends a burst at once and then waits for the network to refill', async () => {
    const pacer = createPacer({ perSecond: 50, burst: 2 })
    const startedMs = performance.now()
    const at: number[] = []
    const work = async () => void at.push(performance.now() - startedMs)
    await Promise.all(
      ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.1.1'].map((ip) => pacer.run(ip, 1, undefined, work)),
    )
    expect(at).toHaveLength(5)
    expect(at.at(-1)).toBeGreaterThan(35)
  })

  it('an abort ends the wait, and a failure frees the address', async () => {
    const pacer = createPacer({ perSecond: 0.01, burst: 1 })
    await expect(pacer.run('10.0.0.1', 1, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const controller = new AbortController()
    const waiting = pacer.run('10.0.0.1', 1, controller.signal, async () => 'ran')
    setImmediate(() => controller.abort())
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('counts by /24 and /56, mapped addresses with their own', () => {
    expect(networkOf('10.1.2.3')).toBe(networkOf('10.1.2.250'))
    expect(networkOf('10.1.2.3')).not.toBe(networkOf('10.1.3.3'))
    expect(networkOf('::ffff:10.1.2.3')).toBe(networkOf('10.1.2.9'))
    expect(networkOf('2001:db8:0:ff01::1')).toBe(networkOf('2001:db8:0:ff02::1'))
    expect(networkOf('2001:db8:0:1000::1')).not.toBe(networkOf('2001:db8:0:2000::1'))
  })
})

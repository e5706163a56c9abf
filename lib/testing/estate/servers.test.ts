import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { valueOf } from '#lib/core/observed.ts'
import type { Observation } from '#lib/tls/observation.ts'
import { labStore, observeLab } from '../lab/scanning.ts'
import { makeAuthorities } from './authorities.ts'
import { type Estate, type Running, startServers } from './servers.ts'
import { type Service, svid } from './service.ts'
import { services } from './services.ts'
import { openState } from './state.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-estate-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function startEstate(of: readonly Service[], at = folder): Promise<Estate> {
  const state = openState(at, new Date())
  return await startServers(of, state, makeAuthorities(state))
}

function find(estate: Estate, host: string): Running {
  const found = estate.running.find(({ service }) => service.host === host)
  if (!found) throw new Error(`${host} does not run`)
  return found
}

async function look({ service, port, addresses }: Running, backend = 0): Promise<Observation> {
  const { serves } = service
  const transport = serves.kind === 'tls' ? (serves.transport ?? 'tls') : 'tls'
  const timeouts = { overallMs: 1_500, connectMs: 500, idleMs: 500 }
  return await observeLab(
    { address: addresses[backend] ?? '', port },
    { timeouts },
    { serverName: service.host, transport },
  )
}

const leafOf = (seen: Observation) => valueOf(seen.facts.chain)?.[0]

test('every service answers as its plan says, and a restart finds the same estate', { timeout: 120_000 }, async () => {
  const first = await startEstate(services)
  const leaves = new Map<string, string | undefined>()
  for (const running of first.running) {
    const seen = await look(running)
    leaves.set(running.service.host, leafOf(seen))
    const expected = { tls: 'handshake', dead: 'refused', tarpit: 'timeout', 'plain-http': 'not-tls' } as const
    expect
      .soft([running.service.host, seen.outcome.kind])
      .toEqual([running.service.host, expected[running.service.serves.kind]])
  }
  const catalog = find(first, 'catalog.prod.demo.test')
  expect(leafOf(await look(catalog, 1))).toBe(leafOf(await look(catalog, 0)))
  expect(leafOf(await look(catalog, 2))).not.toBe(leafOf(await look(catalog, 0)))
  await first.close()

  const second = await startEstate(services)
  expect(second.running.map(({ port }) => port)).toEqual(first.running.map(({ port }) => port))
  for (const host of ['payments.prod.demo.test', 'orders.prod.demo.test', 'catalog.prod.demo.test']) {
    expect(leafOf(await look(find(second, host)))).toBe(leaves.get(host))
  }
  await second.close()
  expect(statSync(join(folder, 'state.json')).mode & 0o777).toBe(0o600)
})

test('SVIDs rotate while the server stands, with a new key each time', { timeout: 30_000 }, async () => {
  const worker = services.find(({ host }) => host === 'payments-worker.mesh.demo.test')
  if (worker?.serves.kind !== 'tls') throw new Error('no such service')
  const fast = {
    ...worker,
    serves: { ...worker.serves, certificate: { ...worker.serves.certificate, life: svid(1 / 30) } },
  }
  const estate = await startEstate([fast], join(folder, 'fast'))
  const [running] = estate.running
  if (!running) throw new Error('nothing runs')
  const before = leafOf(await look(running))
  await expect.poll(async () => leafOf(await look(running)), { timeout: 20_000, interval: 100 }).not.toBe(before)
  await estate.close()
})

test('a good service’s path leads to the production store', async () => {
  const state = openState(join(folder, 'store'), new Date())
  const authorities = makeAuthorities(state)
  const estate = await startServers(
    services.filter(({ host }) => host === 'checkout.prod.demo.test'),
    state,
    authorities,
  )
  const [running] = estate.running
  if (!running) throw new Error('nothing runs')
  const store = labStore({ der: new X509Certificate(authorities.anchors.production).raw })
  const at = { address: '127.0.0.1', port: running.port }
  const seen = await observeLab(at, { store }, { serverName: running.service.host })
  expect(valueOf(seen.facts.trust)).toMatchObject({ pathFound: true, error: null })
  await estate.close()
})

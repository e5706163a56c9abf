import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { getScan } from '#lib/data/scans/get-scan.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite } from '#lib/testing/estate.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { type LabServer, startTlsServer, type TlsServer } from '#lib/testing/lab/tls-server.ts'
import { lookNow, scanEndpointNow } from './scan-for-question.ts'
import { type RunningWorker, startWorker } from './worker.ts'

testDatabase()
vi.setConfig({ testTimeout: 60_000 })

const leaf = createRoot().issue({ dns: ['payments.example.com'] })
let site = ''
let worker: RunningWorker
let server: TlsServer
let tarpit: LabServer

beforeAll(async () => {
  vi.stubEnv('COUNTERSIGN_SCAN_TIMEOUT_MS', '60000')
  site = await addSite()
  server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  tarpit = await startTarpit()
  worker = await startWorker({ sites: [site], concurrency: 1 })
  const stuck = await addEndpoint(site, { host: tarpit.address, port: tarpit.port })
  const [bulk] = await createScan(systemPrincipal, { kind: 'schedule', endpointIds: [stuck] })
  await vi.waitFor(async () => expect((await getScan(systemPrincipal, bulk?.id ?? '')).status).toBe('running'), {
    timeout: 20_000,
    interval: 50,
  })
})
afterAll(async () => {
  await worker.stop()
  await Promise.all([server.close(), tarpit.close()])
  vi.unstubAllEnvs()
})

test('what a question waits for does not wait for the rescan that holds every slot of the worker', async () => {
  const { address: host, port } = server
  const endpointId = await addEndpoint(site, { host, port, serverName: 'payments.example.com' })
  const asked = { endpointId, depth: 'inventory', oldest: new Date(), waitMs: 20_000 } as const
  expect(await scanEndpointNow(systemPrincipal, asked)).toBe('done')
  const target = { host, port, serverName: 'payments.example.com', transport: 'tls' } as const
  const seen = await lookNow(site, { target, depth: 'inventory' }, 20_000)
  expect(Array.isArray(seen) && seen.map(({ outcome }) => outcome.kind)).toEqual(['handshake'])
})

test('what nobody began in time is told apart from what was begun and is late', async () => {
  const idle = await addSite('idle')
  const { address: host, port } = tarpit
  const [waiting, begun] = [
    await addEndpoint(idle, { host, port }),
    await addEndpoint(site, { host, port, serverName: 'begun.test' }),
  ]
  const asked = { depth: 'inventory', oldest: new Date(), waitMs: 1_500 } as const
  expect(await scanEndpointNow(systemPrincipal, { ...asked, endpointId: waiting })).toBe('unbegun')
  expect(await scanEndpointNow(systemPrincipal, { ...asked, endpointId: begun })).toBe('late')
  const target = { host, port, serverName: 'looked.test', transport: 'tls' } as const
  expect(await lookNow(idle, { target, depth: 'inventory' }, 1_500)).toBe('unbegun')
  expect(await lookNow(site, { target, depth: 'inventory' }, 1_500)).toBe('late')
})

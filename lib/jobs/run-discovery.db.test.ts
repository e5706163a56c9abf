import { beforeEach, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { advanceRun } from '#lib/data/discovery/advance-run.ts'
import { closeLostRuns } from '#lib/data/discovery/close-lost-runs.ts'
import { createRangeRun } from '#lib/data/discovery/create-range-run.ts'
import { getDiscoveryRun } from '#lib/data/discovery/discovery-run.ts'
import { pool } from '#lib/db/client.ts'
import { createPacer } from '#lib/scan/pacer.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { startTlsServer } from '#lib/testing/lab/tls-server.ts'
import type { JobContext } from './handler.ts'
import { discover } from './handlers/discover.ts'
import { prepareQueue } from './queue.ts'
import { runDiscovery } from './run-discovery.ts'

testDatabase('test')

const leaf = createRoot().issue({ dns: ['payments.example.com'] })
let siteId = ''
beforeEach(async () => {
  siteId = await addSite()
})

function context(signal: AbortSignal = new AbortController().signal): JobContext {
  return { siteId, signal, concurrency: 2, timeoutMs: 5_000, ownServices: [], lastAttempt: false, pacer: createPacer() }
}

test('a run adds what answers TLS, tells what the scope refused, and scans what it found', async () => {
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  const cidrs = ['127.0.0.0/29', '169.254.169.254/32']
  const runId = await createRangeRun(systemPrincipal, { siteId, cidrs, ports: [server.port] })
  await runDiscovery(runId, context())
  await server.close()
  const run = await getDiscoveryRun(systemPrincipal, runId)
  expect(run).toMatchObject({ status: 'done', total: 9, done: 9, found: 1, refused: 1, scanId: expect.any(String) })
  expect(run.results).toMatchObject([
    { host: '169.254.169.254', outcome: 'refused', detail: 'always-refused linkLocal' },
    { host: '127.0.0.1', outcome: 'added', endpointId: expect.any(String) },
  ])
  expect(await oneRow('SELECT origin, server_name FROM endpoint')).toEqual({ origin: 'discovery', server_name: '' })
  expect(await countRows('scan_target')).toBe(1)
})

test('a run that was interrupted goes on, and counts each place once', async () => {
  const tarpit = await startTarpit()
  const runId = await createRangeRun(systemPrincipal, { siteId, cidrs: ['127.0.0.0/28'], ports: [tarpit.port] })
  const stopping = new AbortController()
  const first = runDiscovery(runId, context(stopping.signal))
  await vi.waitFor(() => expect(tarpit.connections()).toBe(1), { timeout: 10_000 })
  stopping.abort()
  await first
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({ status: 'queued' })
  await tarpit.close()
  await runDiscovery(runId, context())
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({ status: 'done', total: 16, done: 16, found: 0 })
})

test('a worker whose step is on record already goes on behind it, and does not close the run early', async () => {
  const tarpit = await startTarpit()
  const runId = await createRangeRun(systemPrincipal, { siteId, cidrs: ['127.0.0.0/27'], ports: [tarpit.port] })
  const overtaken = runDiscovery(runId, context())
  await vi.waitFor(() => expect(tarpit.connections()).toBe(1), { timeout: 10_000 })
  await advanceRun(runId, 0, { tried: 8, found: 0, refused: 0, results: [] })
  await tarpit.close()
  await overtaken
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({ status: 'done', total: 32, done: 32 })
})

test('a run that fails whenever it is tried does not stay running', async () => {
  const runId = await createRangeRun(systemPrincipal, { siteId, cidrs: ['127.0.0.0/30'], ports: [443] })
  // Not what a run holds, so that going through it throws.
  await pool().query(`UPDATE discovery_run SET input = '{"cidrs": 7, "ports": 7}' WHERE id = $1`, [runId])
  await expect(discover.run({ runId }, context())).rejects.toThrow()
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({ status: 'running' })
  await expect(discover.run({ runId }, { ...context(), lastAttempt: true })).rejects.toThrow()
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('ended unexpectedly'),
  })
})

test('a run whose worker died each time is ended where the queue has given its job up', async () => {
  await prepareQueue()
  const runId = await createRangeRun(systemPrincipal, { siteId, cidrs: ['127.0.0.1/32'], ports: [1] })
  await pool().query(`UPDATE discovery_run SET status = 'running'`)
  await closeLostRuns(pool(), [siteId])
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({ status: 'running' })
  await pool().query('UPDATE graphile_worker._private_jobs SET attempts = max_attempts')
  await closeLostRuns(pool(), [siteId])
  expect(await getDiscoveryRun(systemPrincipal, runId)).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('interrupted'),
  })
})

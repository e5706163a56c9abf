import { type ChildProcess, spawn } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { newId } from '#lib/core/ids.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { resumeStalledScans } from '#lib/data/scans/due-scans.ts'
import { leaseTargets, releaseLeases } from '#lib/data/scans/lease-targets.ts'
import { recordScanBatch } from '#lib/data/scans/record-scan-batch.ts'
import { setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore } from '#lib/data/trust-stores/create-trust-store.ts'
import { pool } from '#lib/db/client.ts'
import { createPacer } from '#lib/scan/pacer.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { handshakeAt } from '#lib/testing/observations.ts'
import type { JobContext } from './handler.ts'
import { runScan, scanOptions } from './run-scan.ts'

testDatabase('test')

const root = createRoot()
const leaf = root.issue({ dns: ['payments.example.com'] })
const children: ChildProcess[] = []
afterAll(() => children.forEach((child) => void child.kill('SIGKILL')))

function context(siteId: string): JobContext {
  return {
    siteId,
    signal: new AbortController().signal,
    concurrency: 8,
    timeoutMs: 5_000,
    ownServices: [],
    lastAttempt: false,
    pacer: createPacer(),
  }
}

async function queueScan(endpointIds: readonly string[]): Promise<string> {
  const [scan] = await createScan(systemPrincipal, { kind: 'manual', endpointIds })
  if (!scan) throw new Error('no scan')
  return scan.id
}

function seen(endpointId: string, minute = 0) {
  return {
    endpointId,
    observations: [handshakeAt({ at: new Date(Date.UTC(2026, 10, 23, 12, minute)), chain: [leaf.der] })],
  }
}

describe('a lease', () => {
  test('that was taken over records nothing of the run which lost it', async () => {
    const endpointId = await addEndpoint(await addSite())
    const scanId = await queueScan([endpointId])
    const [stalled, thief] = [newId(), newId()]
    expect(await leaseTargets(scanId, stalled, 10, 0)).toHaveLength(1)
    await vi.waitFor(async () => expect(await leaseTargets(scanId, thief, 10)).toHaveLength(1))

    const late = await recordScanBatch(scanId, stalled, [seen(endpointId)])
    expect(late.lost).toEqual([endpointId])
    expect(await countRows('observation')).toBe(0)
    expect((await recordScanBatch(scanId, thief, [seen(endpointId)])).recorded).toEqual([endpointId])
    expect((await recordScanBatch(scanId, thief, [seen(endpointId, 1)])).lost).toEqual([endpointId])
    expect(await oneRow('SELECT done, reached FROM scan')).toEqual({ done: 1, reached: 1 })
    expect(await oneRow('SELECT times_seen FROM observation')).toEqual({ times_seen: 1 })
  })

  test('is held by one run, however many ask at once', async () => {
    const site = await addSite()
    const ids = await Promise.all(Array.from({ length: 40 }, () => addEndpoint(site)))
    const scanId = await queueScan(ids)
    const taken = await Promise.all(Array.from({ length: 6 }, () => leaseTargets(scanId, newId(), 10)))
    const all = taken.flat().map((target) => target.endpointId)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toHaveLength(40)
  })

  test('that is given back goes to the next', async () => {
    const endpointId = await addEndpoint(await addSite())
    const scanId = await queueScan([endpointId])
    const first = newId()
    await leaseTargets(scanId, first, 10)
    await releaseLeases(scanId, first)
    expect(await leaseTargets(scanId, newId(), 10)).toHaveLength(1)
  })
})

/** A worker's scan in a process of its own; resolves when the process has ended. */
function scanInChild(scanId: string, siteId: string): ChildProcess {
  const code = `
    const { runScan } = await import('#lib/jobs/run-scan.ts')
    const { createPacer } = await import('#lib/scan/pacer.ts')
    const signal = new AbortController().signal
    await runScan('${scanId}', { siteId: '${siteId}', signal, concurrency: 8, timeoutMs: 60_000, ownServices: [], lastAttempt: false, pacer: createPacer() })`
  const cwd = join(import.meta.dirname, '..', '..')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    cwd,
    stdio: 'inherit',
    env: process.env,
  })
  children.push(child)
  return child
}

test('a worker that is killed in mid-batch loses nothing and doubles nothing', async () => {
  const site = await addSite()
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  const tarpit = await startTarpit()
  const good = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      addEndpoint(site, { host: server.address, port: server.port, serverName: `s${index}.example.com` }),
    ),
  )
  const slow = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      addEndpoint(site, { host: tarpit.address, port: tarpit.port, serverName: `t${index}.example.com` }),
    ),
  )
  const scanId = await queueScan([...good, ...slow])

  const child = scanInChild(scanId, site)
  // It is in the middle: it holds the slow ones, and some results may or may not be recorded.
  await vi.waitFor(async () => expect(tarpit.connections()).toBeGreaterThan(0), { timeout: 20_000 })
  await vi.waitFor(async () => expect(await countRows('scan_target', `state = 'leased'`)).toBeGreaterThan(0), {
    timeout: 20_000,
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  expect(await countRows('scan_target', `state = 'leased'`)).toBeGreaterThan(0)

  // Time passes: the leases run out. The slow servers answer nobody any more.
  await tarpit.close()
  await pool().query(`UPDATE scan_target SET lease_until = now() - interval '1 second' WHERE state = 'leased'`)
  await resumeStalledScans(pool(), [site])
  await runScan(scanId, context(site))

  await server.close()
  expect(await oneRow('SELECT status, total, done, reached FROM scan')).toEqual({
    status: 'done',
    total: 16,
    done: 16,
    reached: 12,
  })
  expect(await countRows('observation')).toBe(16)
  expect(await countRows('observation', 'times_seen > 1')).toBe(0)
  expect(await countRows('presence')).toBe(12)
}, 60_000)

test('a database that goes away in mid-scan is waited for, and what was seen meanwhile is recorded', async () => {
  const site = await addSite()
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  const ids = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      addEndpoint(site, { host: server.address, port: server.port, serverName: `s${index}.example.com` }),
    ),
  )
  const scanId = await queueScan(ids)
  const scanning = runScan(scanId, { ...context(site), concurrency: 2 })
  await vi.waitFor(() => expect(server.connections()).toBeGreaterThan(4), { timeout: 10_000 })
  // Every connection breaks, again and again, as in a failover.
  for (let breaks = 0; breaks < 5; breaks += 1) {
    await vi.waitFor(async () => {
      await pool().query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )
    })
  }
  await scanning
  await server.close()
  expect(await oneRow('SELECT status, done, reached FROM scan')).toEqual({ status: 'done', done: 30, reached: 30 })
  expect(await countRows('observation')).toBe(30)
  expect(await countRows('observation', 'times_seen > 1')).toBe(0)
}, 60_000)

test('the clients of the worker are played where the depth asks for it', async () => {
  const client = root.issue({ dns: ['client.test'], extendedKeyUsage: ['clientAuth'] })
  const server = await startTlsServer({
    certificateChain: leaf.pem,
    key: leaf.keyPem,
    clients: 'required',
    ca: root.pem,
  })
  try {
    const endpointId = await addEndpoint(await addSite(), { host: server.address, port: server.port })
    const [scan] = await createScan(systemPrincipal, { kind: 'manual', endpointIds: [endpointId], depth: 'mtls' })
    const valid = { chain: [client.der], key: createPrivateKey(client.keyPem) }
    const readClients = () => ({ valid, wrongPurpose: null })
    const { site_id: siteId } = await oneRow('SELECT site_id FROM endpoint')
    await runScan(scan?.id ?? '', { ...context(String(siteId)), readClients })
    const { mtls } = await oneRow(`SELECT facts #> '{mtls,value}' AS mtls FROM observation`)
    expect(mtls).toMatchObject({
      verdict: 'ENFORCED',
      probes: expect.arrayContaining([expect.objectContaining({ client: 'valid', treatment: 'served' })]),
    })
  } finally {
    await server.close()
  }
})

test.each([
  ['posture', 'a second time by node:tls'],
  ['inventory', 'by the product alone'],
] as const)('with depth %s a chain is judged %s', async (depth, judged) => {
  const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
  try {
    const store = await createTrustStore(systemPrincipal, { name: 'Estate', pem: root.pem })
    await setDefaultStore(systemPrincipal, store.id)
    const siteId = await addSite()
    const endpointId = await addEndpoint(siteId, { host: server.address, port: server.port })
    const [scan] = await createScan(systemPrincipal, { kind: 'manual', endpointIds: [endpointId], depth })
    await runScan(scan?.id ?? '', context(siteId))
    const path = '{trust,value,secondOpinion,engine}'
    const { engine } = await oneRow('SELECT facts #>> $1 AS engine FROM observation', [path])
    expect(engine).toEqual(judged === 'by the product alone' ? null : expect.stringContaining('node:tls'))
  } finally {
    await server.close()
  }
})

test('no scan dials the database, wherever it is when the scan begins', async () => {
  const { forbidden } = (await scanOptions(context(await addSite()), new AbortController().signal)).scope
  const { port } = await oneRow('SELECT inet_server_port() AS port')
  expect(forbidden).toContainEqual({ ip: '127.0.0.1', port })
})

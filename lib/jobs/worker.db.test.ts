import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { cancelScan } from '#lib/data/scans/cancel-scan.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { getScan } from '#lib/data/scans/get-scan.ts'
import type { ScanDepth } from '#lib/data/scans/scan-depth.ts'
import { isFinished } from '#lib/data/scans/scan-progress.ts'
import { findSetting } from '#lib/data/settings.ts'
import { pool } from '#lib/db/client.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addEndpoint, addIdentity, addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { startTarpit } from '#lib/testing/lab/faulty-servers.ts'
import { startTlsServer } from '#lib/testing/lab/tls-server.ts'
import { scanProgress } from './progress.ts'
import { type RunningWorker, startWorker } from './worker.ts'

testDatabase()

const root = createRoot()
const leaf = root.issue({ dns: ['payments.example.com'] })
let site = ''
let worker: RunningWorker

beforeAll(async () => {
  site = await addSite()
  worker = await startWorker({ sites: [site] })
})
afterAll(() => worker.stop())

async function scanOf(...endpointIds: string[]) {
  const [scan] = await createScan(systemPrincipal, { kind: 'manual', endpointIds })
  if (!scan) throw new Error('no scan')
  return scan.id
}

async function finished(scanId: string) {
  return vi.waitFor(
    async () => {
      const scan = await getScan(systemPrincipal, scanId)
      if (!isFinished(scan.status)) throw new Error(`the scan is ${scan.status}`)
      return scan
    },
    { timeout: 20_000, interval: 50 },
  )
}

describe('a scan', () => {
  test('goes from a real handshake to findings and the ladder', async () => {
    const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
    const identityId = await addIdentity('payments.example.com')
    const id = await addEndpoint(site, {
      host: server.address,
      port: server.port,
      serverName: 'payments.example.com',
      identityId,
    })
    const scanId = await scanOf(id)
    const steps = []
    for await (const step of scanProgress(systemPrincipal, scanId, AbortSignal.timeout(20_000))) steps.push(step)
    await server.close()

    expect(steps.at(-1)).toMatchObject({ status: 'done', total: 1, done: 1, reached: 1, outcomes: { handshake: 1 } })
    expect(await oneRow('SELECT last_outcome, protocol, address_count FROM endpoint WHERE id = $1', [id])).toEqual({
      last_outcome: 'handshake',
      protocol: 'TLSv1.3',
      address_count: 1,
    })
    expect(await countRows('certificate', `encode(sha256, 'hex') = '${leaf.sha256}'`)).toBe(1)
    expect(await countRows('verdict', `subject_id = '${id}'`)).toBeGreaterThan(0)
    const identity = await oneRow('SELECT endpoint_count, evaluated_at FROM identity WHERE id = $1', [identityId])
    expect(identity).toMatchObject({ endpoint_count: 1, evaluated_at: expect.any(Date) })
  })

  test('looks as deep as it is asked to; what is left out stands as it was seen', async () => {
    const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
    const id = await addEndpoint(site, { host: server.address, port: server.port, serverName: 'payments.example.com' })
    const connections = async (depth: ScanDepth) => {
      const [scan] = await createScan(systemPrincipal, { kind: 'manual', depth, endpointIds: [id] })
      await finished(scan?.id ?? '')
      return Number((await oneRow('SELECT connections FROM address WHERE endpoint_id = $1', [id])).connections)
    }
    const seen = () => oneRow('SELECT posture_at, mtls_at FROM address WHERE endpoint_id = $1', [id])
    expect(await connections('posture')).toBeGreaterThan(5)
    const first = await seen()
    expect(await connections('inventory')).toBe(1)
    expect(await seen()).toEqual(first)
    await connections('mtls')
    const { posture_at, mtls_at } = await seen()
    await server.close()
    expect(posture_at).toEqual(first.posture_at)
    expect(Number(mtls_at)).toBeGreaterThan(Number(first.mtls_at))
    expect(await countRows('observation', `endpoint_id = '${id}'`)).toBe(1)
  })

  test('never dials what the scope forbids, and records the rule', async () => {
    const id = await addEndpoint(site, { host: '169.254.169.254' })
    const scan = await finished(await scanOf(id))
    expect(scan.outcomes).toEqual({ 'blocked-by-scope': 1 })
    const row = await oneRow(`SELECT outcome FROM observation WHERE endpoint_id = $1`, [id])
    expect(row).toEqual({ outcome: 'blocked-by-scope' })
  })

  test('never dials the database of the product', async () => {
    const { hostname, port } = new URL(process.env.DATABASE_URL ?? '')
    const id = await addEndpoint(site, { host: hostname, port: Number(port) })
    expect((await finished(await scanOf(id))).outcomes).toEqual({ 'blocked-by-scope': 1 })
  })

  test('that is cancelled hangs up what is under way', async () => {
    const tarpit = await startTarpit()
    const id = await addEndpoint(site, { host: tarpit.address, port: tarpit.port })
    const scanId = await scanOf(id)
    await vi.waitFor(() => expect(tarpit.connections()).toBe(1), { timeout: 10_000 })
    await cancelScan(systemPrincipal, scanId)
    expect(await finished(scanId)).toMatchObject({ status: 'cancelled', done: 0 })
    await tarpit.close()
  })

  test('of what is due is started by time', async () => {
    const server = await startTlsServer({ certificateChain: leaf.pem, key: leaf.keyPem })
    const id = await addEndpoint(site, { host: server.address, port: server.port, serverName: 'payments.example.com' })
    await vi.waitFor(
      async () =>
        expect(await oneRow('SELECT last_outcome FROM endpoint WHERE id = $1', [id])).toEqual({
          last_outcome: 'handshake',
        }),
      { timeout: 25_000, interval: 200 },
    )
    await server.close()
    expect(await countRows('scan', `kind = 'schedule'`)).toBeGreaterThan(0)
  })
})

test('a worker that was taken for dead while it stalled is back with its next beat', async () => {
  const other = await addSite('stalled')
  const second = await startWorker({ sites: [other] })
  await pool().query(`UPDATE worker SET stopped_at = now() WHERE id = $1`, [second.ids[0]])
  await vi.waitFor(
    async () =>
      expect(await oneRow('SELECT stopped_at FROM worker WHERE id = $1', [second.ids[0]])).toEqual({
        stopped_at: null,
      }),
    { timeout: 15_000, interval: 200 },
  )
  await vi.waitFor(async () => expect(await findSetting(`queue-workers.${second.ids[0]}`)).not.toHaveLength(0))
  await second.stop()
})

test('a worker is announced, beats, and signs off', async () => {
  const other = await addSite('other')
  const second = await startWorker({ sites: [other] })
  const beatOf = async () => await oneRow('SELECT heartbeat_at, stopped_at FROM worker WHERE id = $1', [second.ids[0]])
  expect((await beatOf()).stopped_at).toBeNull()
  await second.stop()
  expect((await beatOf()).stopped_at).toBeInstanceOf(Date)
  expect((await pool().query('SELECT 1')).rowCount).toBe(1)
})

import { beforeEach, describe, expect, test } from 'vitest'
import { systemPrincipal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { testDatabase } from '#lib/testing/database.ts'
import { addSite, countRows, oneRow } from '#lib/testing/estate.ts'
import { cancelDiscoveryRun } from './cancel-discovery-run.ts'
import { closeLostRuns } from './close-lost-runs.ts'
import { createHostsRun } from './create-hosts-run.ts'
import { createRangeRun } from './create-range-run.ts'
import { getDiscoveryRun, listDiscoveryRuns } from './discovery-run.ts'

testDatabase('test')

let siteId = ''
beforeEach(async () => {
  siteId = await addSite()
})

describe('a host list', () => {
  test('loses no line: each is added, known, or told with its number', async () => {
    const text = [
      'host,port,identity,environment',
      'a.example.com,443,a.example.com,production',
      'not a host,443,,',
      'b.example.com,99999,,',
      'c.example.com,443,spiffe://UPPER/x,',
      'a.example.com,443,,',
    ].join('\n')
    const run = await createHostsRun(systemPrincipal, { siteId, text })
    expect(run.problems.map((problem) => problem.line)).toEqual([3, 4, 5])
    expect(run.added + run.known + run.problems.length).toBe(5)
    expect(await countRows('endpoint')).toBe(1)
    expect(await oneRow('SELECT kind, total FROM scan')).toEqual({ kind: 'discovery', total: 1 })

    const detail = await getDiscoveryRun(systemPrincipal, run.runId)
    expect(detail).toMatchObject({ status: 'done', source: 'hosts', found: 2, scanId: run.scanId })
    expect(detail.results.filter((result) => result.outcome === 'invalid').map((result) => result.line)).toEqual([
      3, 4, 5,
    ])
  })

  test('may name a host as every object has a property', async () => {
    const run = await createHostsRun(systemPrincipal, { siteId, text: 'constructor:443' })
    expect(run).toMatchObject({ added: 1, problems: [] })
  })

  test('read again adds nothing', async () => {
    await createHostsRun(systemPrincipal, { siteId, text: 'a.example.com\nb.example.com:8443' })
    const again = await createHostsRun(systemPrincipal, { siteId, text: 'a.example.com\nb.example.com:8443' })
    expect(again).toMatchObject({ added: 0, known: 2, problems: [] })
  })

  test('that can not be recorded to its end ends as failed, with its reason', async () => {
    await pool().query(`ALTER TABLE endpoint ADD CHECK (host <> 'poison.example.com')`)
    await expect(createHostsRun(systemPrincipal, { siteId, text: 'poison.example.com' })).rejects.toThrow()
    const [run] = (await listDiscoveryRuns(systemPrincipal)).rows
    expect(run).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('ended'),
      finishedAt: expect.any(Date),
    })
  })

  test('of nothing but faults scans nothing', async () => {
    const run = await createHostsRun(systemPrincipal, { siteId, text: '???' })
    expect(run).toMatchObject({ added: 0, scanId: null })
    expect(await countRows('scan')).toBe(0)
  })
})

describe('ranges', () => {
  test('over the limit of the site are refused with the limit and how to raise it', async () => {
    const huge = createRangeRun(systemPrincipal, { siteId, cidrs: ['10.0.0.0/8'], ports: [443] })
    await expect(huge).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/16,777,216.*65,536.*maxRunTargets/s),
    })
    expect(await countRows('discovery_run')).toBe(0)
  })

  test.each([
    [{ cidrs: ['10.0.0.300/24'], ports: [443] }],
    [{ cidrs: ['10.0.0.0/24'], ports: [0] }],
    [{ cidrs: [], ports: [443] }],
  ])('that can not be read are refused: %j', async (input) => {
    await expect(createRangeRun(systemPrincipal, { siteId, ...input })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('wait for a worker, can be cancelled, and are listed', async () => {
    const id = await createRangeRun(systemPrincipal, { siteId, cidrs: ['10.0.0.0/30'], ports: [443, 8443] })
    expect(await getDiscoveryRun(systemPrincipal, id)).toMatchObject({ status: 'queued', total: 8, done: 0 })
    await cancelDiscoveryRun(systemPrincipal, id)
    await expect(cancelDiscoveryRun(systemPrincipal, id)).rejects.toMatchObject({ code: 'conflict' })
    expect((await listDiscoveryRuns(systemPrincipal)).rows).toMatchObject([{ id, status: 'cancelled' }])
  })
})

describe('what nobody works at any more ends as failed', () => {
  const statuses = async () =>
    (await listDiscoveryRuns(systemPrincipal)).rows.map(({ status, error }) => ({ status, error }))

  test('a host list whose process died', async () => {
    await createHostsRun(systemPrincipal, { siteId, text: 'a.example.com' })
    await pool().query(`UPDATE discovery_run SET status = 'running', started_at = now() - interval '10 minutes'`)
    await closeLostRuns(pool(), [siteId])
    expect(await statuses()).toMatchObject([{ status: 'running' }])
    await pool().query(`UPDATE discovery_run SET started_at = now() - interval '2 hours'`)
    await closeLostRuns(pool(), [siteId])
    expect(await statuses()).toEqual([{ status: 'failed', error: expect.stringContaining('interrupted') }])
  })
})

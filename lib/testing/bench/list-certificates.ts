import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { systemPrincipal } from '#lib/core/principal.ts'
import { certificateFilter } from '#lib/data/certificates/filter.ts'
import { listCertificates } from '#lib/data/certificates/list-certificates.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { fillCertificates } from '#lib/testing/fill-certificates.ts'

const certificates = 100_000
const rounds = 9

const queries: readonly (readonly [what: string, query: string])[] = [
  ['first page', ''],
  ['first page by subject', 'sort=subject'],
  ['leaves served in one environment', 'role=leaf&served=true&environment=env-1'],
  ['search: one name', 'q=service-04242.team-7'],
  ['search: every name', 'q=example.com'],
  ['search: a word in one of fifty', 'q=.team-7.'],
  ['search: an issuer', 'q=issuing ca 13'],
  ['search: a serial number', 'q=00000000000000000000000000004242'],
  ['search: nothing', 'q=no such certificate'],
]

/**
 * The list of certificates (a page with its count) at 100,000 of them, each as a multiple of reading one row by
 * primary key in the same run, so that the machine's speed falls out.
 */
export default async function listAtScale(): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  const server = await startEmbeddedServer(dataDir)
  try {
    process.env.DATABASE_URL = server.url
    await migrate(server.url)
    await fillCertificates(certificates)
    const id = String((await pool().query('SELECT id FROM certificate LIMIT 1')).rows[0].id)
    const read = () => pool().query('SELECT id FROM certificate WHERE id = $1', [id])
    const base = await medianMs(read, 20 * rounds)
    const measured: Measurement[] = [{ what: 'primary key', value: 1000 * base, unit: 'µs' }]
    for (const [what, query] of queries)
      measured.push({ what, value: (await medianMs(list(query), rounds)) / base, unit: '× primary key' })
    const deep = `cursor=${await deepCursor()}`
    measured.push({ what: 'deep page', value: (await medianMs(list(deep), rounds)) / base, unit: '× primary key' })
    return measured
  } finally {
    await closeDatabase()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function list(query: string) {
  const filter = requireFilter(certificateFilter, new URLSearchParams(query))
  return () => listCertificates(systemPrincipal, filter)
}

/** After 90 of 100 certificates, in the order of expiry. */
async function deepCursor(): Promise<string> {
  const { rows } = await pool().query(
    'SELECT not_after, id FROM certificate ORDER BY not_after, id OFFSET $1 LIMIT 1',
    [certificates * 0.9],
  )
  const [row] = rows
  return Buffer.from(JSON.stringify(['expiry', row.not_after.toISOString(), row.id])).toString('base64url')
}

async function medianMs(work: () => Promise<unknown>, times: number): Promise<number> {
  for (let round = 0; round < 3; round += 1) await work()
  const taken: number[] = []
  for (let round = 0; round < times; round += 1) {
    const start = performance.now()
    await work()
    taken.push(performance.now() - start)
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0
}

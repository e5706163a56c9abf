import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, sha256 } from '#lib/core/ids.ts'
import { observed } from '#lib/core/observed.ts'
import { writeObservations } from '#lib/data/observations/write-observations.ts'
import { inTransaction } from '#lib/data/sql.ts'
import { closeDatabase, pool, prisma } from '#lib/db/client.ts'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'
import type { Measurement } from '#lib/testing/benchmark.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { addSite } from '#lib/testing/estate.ts'
import { handshakeAt } from '#lib/testing/observations.ts'

const endpoints = 5_000
const perBatch = 500
/** Parsing certificates is not what is measured: this many leaves are shared. */
const leaves = 50

/**
 * Rows recorded per second: endpoints seen for the first time (addresses, observations, presences), seen again
 * unchanged, and beside them the same number of observation rows by Prisma's createMany in the same run.
 */
export default async function recordRows(): Promise<readonly Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  chmodSync(dataDir, 0o711)
  const server = await startEmbeddedServer(dataDir)
  process.env.DATABASE_URL = server.url
  try {
    await migrate(server.url)
    const ids = await addEndpoints(await addSite())
    const first = await perSecond(() => recordAll(ids, new Date('2026-11-23T12:00:00Z')))
    const again = await perSecond(() => recordAll(ids, new Date('2026-11-23T13:00:00Z')))
    const { rows } = await pool().query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM address) + (SELECT count(*) FROM observation) + (SELECT count(*) FROM presence))::int AS count`,
    )
    const written = rows[0]?.count ?? 0
    const created = await perSecond(() => createMany(ids))
    return [
      { what: 'first seen', value: first * endpoints, unit: 'endpoints/s' },
      { what: 'first seen', value: first * written, unit: 'rows/s' },
      { what: 'seen again unchanged', value: again * endpoints, unit: 'endpoints/s' },
      { what: 'createMany of observations', value: created * endpoints, unit: 'rows/s' },
    ]
  } finally {
    await closeDatabase()
    delete process.env.DATABASE_URL
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function addEndpoints(siteId: string): Promise<string[]> {
  const ids = Array.from({ length: endpoints }, () => newId())
  await pool().query(
    `INSERT INTO endpoint (id, site_id, host, port, server_name, updated_at)
     SELECT id, $1, 'h' || n || '.example.com', 443, 'h' || n || '.example.com', now() FROM unnest($2::uuid[]) WITH ORDINALITY AS t(id, n)`,
    [siteId, ids],
  )
  return ids
}

const root = createRoot()
const chains = Array.from({ length: leaves }, () => [root.issue().der, root.der])

async function recordAll(ids: readonly string[], at: Date): Promise<void> {
  for (let from = 0; from < ids.length; from += perBatch) {
    const batch = ids.slice(from, from + perBatch).map((endpointId, index) => ({
      endpointId,
      observations: [handshakeAt({ at, chain: chains[index % leaves] ?? [] })],
    }))
    await inTransaction((tx) => writeObservations(tx, batch))
  }
}

async function createMany(ids: readonly string[]): Promise<void> {
  const at = new Date('2026-11-23T14:00:00Z')
  const { facts } = handshakeAt({ at, facts: { alpn: observed('h2') } })
  const json = JSON.parse(JSON.stringify(facts))
  for (let from = 0; from < ids.length; from += perBatch) {
    await prisma().observation.createMany({
      data: ids.slice(from, from + perBatch).map((endpointId) => ({
        id: newId(),
        endpointId,
        outcome: 'handshake',
        factsVersion: 1,
        facts: json,
        factsSha256: new Uint8Array(sha256(endpointId)),
        observedAt: at,
        lastSeenAt: at,
      })),
    })
  }
}

/** How often per second the work could be done. */
async function perSecond(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  return 1000 / (performance.now() - startedMs)
}

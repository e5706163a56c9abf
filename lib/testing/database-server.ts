import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '#lib/db/embedded-server.ts'
import { migrate } from '#lib/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection of the test server's maintenance database. */
    readonly databaseServerUrl: string
  }
}

/** Name of the migrated database that every test database is a clone of. */
export const templateName = 'template_migrated'

/** Speed instead of safety: the cluster is thrown away. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** One Postgres for the whole run, gone with it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-test-'))
  chmodSync(dataDir, 0o711)
  const server = await startEmbeddedServer(dataDir, { settings })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(`CREATE DATABASE ${templateName}`)
  await client.end()
  await migrate(databaseUrl(server.url, templateName))
  project.provide('databaseServerUrl', server.url)
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

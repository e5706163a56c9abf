import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { birthOf } from './data-lock.ts'
import { embeddedServerUrl, startEmbeddedServer } from './embedded-server.ts'

let folder = ''
beforeAll(() => {
  // mkdtemp makes it 0700, as the data directory is.
  folder = mkdtempSync(join(tmpdir(), 'countersign-embedded-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** A launcher in a process of its own, so that it can be killed. */
async function otherLauncher() {
  const script = `const { startEmbeddedServer } = await import('#lib/db/embedded-server.ts'); const { url } = await startEmbeddedServer(${JSON.stringify(folder)}); process.stdout.write(url)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(child.stdout, 'data')
  return { child, url: String(url), postmaster: Number(readFileSync(postmasterFile(), 'utf8').split('\n')[0]) }
}

function postmasterFile(): string {
  return join(folder, 'postgres', 'cluster', 'postmaster.pid')
}

test('keeps its records over a stop, and its password to its owner', { timeout: 60_000 }, async () => {
  const first = await startEmbeddedServer(folder)
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS value')
  expect(await query(first.url, 'SHOW timezone')).toEqual([{ TimeZone: 'UTC' }])
  await first.stop()
  await first.ended
  const second = await startEmbeddedServer(folder)
  expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }])
  expect(embeddedServerUrl(folder)).toBe(second.url)
  expect(statSync(join(folder, 'postgres.json')).mode & 0o777).toBe(0o600)
  await second.stop()
})

test('nobody gets in without the password', { timeout: 60_000 }, async () => {
  const server = await startEmbeddedServer(folder)
  const url = new URL(server.url)
  url.password = 'guess'
  await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  await server.stop()
})

test('ends by itself when its launcher is killed', { timeout: 60_000 }, async () => {
  const { child, url, postmaster } = await otherLauncher()
  await query(url, 'INSERT INTO kept VALUES (2)')
  child.kill('SIGKILL')
  await expect.poll(() => birthOf(postmaster), { timeout: 20_000 }).toBeNull()
})

test('comes back with its records after kill -9 of launcher and postmaster at once', { timeout: 60_000 }, async () => {
  const { child, url, postmaster } = await otherLauncher()
  await query(url, 'INSERT INTO kept VALUES (3)')
  process.kill(postmaster, 'SIGKILL')
  child.kill('SIGKILL')
  const server = await startEmbeddedServer(folder)
  expect(await query(server.url, 'SELECT value FROM kept ORDER BY value')).toEqual([
    { value: 1 },
    { value: 2 },
    { value: 3 },
  ])
  await server.stop()
})

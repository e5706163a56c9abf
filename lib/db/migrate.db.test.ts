import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#lib/testing/database.ts'
import { pool, prisma } from './client.ts'
import { migrate, pendingMigrations } from './migrate.ts'

describe('migrate', () => {
  const database = testDatabase('test')

  test('applies nothing twice, also from several runners at once', async () => {
    expect(await Promise.all([migrate(database.url()), migrate(database.url()), migrate(database.url())])).toEqual([
      [],
      [],
      [],
    ])
    expect(await pendingMigrations(pool())).toEqual([])
  })

  test('tells what an older database lacks', async () => {
    await pool().query('DELETE FROM _prisma_migrations')
    expect(await pendingMigrations(pool())).toContain('20261123000000_init')
    await pool().query('DROP TABLE _prisma_migrations')
    expect(await pendingMigrations(pool())).toContain('20261123000000_init')
  })

  test('refuses a migration that was edited after it was applied', async () => {
    await pool().query("UPDATE _prisma_migrations SET checksum = 'other'")
    await expect(migrate(database.url())).rejects.toThrow(/edited after it was applied/)
  })

  test('names the migration that fails, and leaves nothing of it', async () => {
    await pool().query('DELETE FROM _prisma_migrations')
    await expect(migrate(database.url())).rejects.toThrow(/Migration 20261123000000_init: .*already exists/)
    expect(await pendingMigrations(pool())).toContain('20261123000000_init')
  })
})

describe('the session', () => {
  testDatabase()

  test('keeps instants to the millisecond whatever the client’s zone is', async () => {
    const expiresAt = new Date('2026-07-01T12:34:56.789Z')
    await prisma().verification.create({ data: { id: 'a', identifier: 'b', value: 'c', expiresAt } })
    const row = await prisma().verification.findUniqueOrThrow({ where: { id: 'a' } })
    expect(row.expiresAt).toEqual(expiresAt)
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await client.connect()
    const stored = await client.query(
      "SELECT expires_at AT TIME ZONE 'UTC' AS t, to_char(expires_at AT TIME ZONE 'UTC', 'HH24:MI:SS.MS') AS text FROM verification",
    )
    await client.end()
    expect(stored.rows[0].text).toBe('12:34:56.789')
  })
})

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { closeDatabase } from '#lib/db/client.ts'
import { databaseUrl, templateName } from './database-server.ts'

export interface TestDatabase {
  /** Throws before the first hook has run. */
  url(): string
}

/**
 * Gives the file (or, with `per: 'test'`, each of its tests) a migrated, empty database of its own, which
 * `pool()` and `prisma()` of lib/db/client.ts use. Call it at the top of a `*.db.test.ts` file or a describe.
 */
export function testDatabase(per: 'file' | 'test' = 'file'): TestDatabase {
  let current: string | null = null
  const open = async () => {
    // What outlived the test before may have asked for a pool when that one's was gone.
    await closeDatabase()
    current = `test_${randomBytes(8).toString('hex')}`
    await maintain(`CREATE DATABASE ${current} TEMPLATE ${templateName}`)
    process.env.DATABASE_URL = databaseUrl(inject('databaseServerUrl'), current)
  }
  const close = async () => {
    await closeDatabase()
    delete process.env.DATABASE_URL
    if (current) await maintain(`DROP DATABASE ${current} WITH (FORCE)`)
  }
  if (per === 'file') {
    beforeAll(open)
    afterAll(close)
  } else {
    beforeEach(open)
    afterEach(close)
  }
  return {
    url() {
      if (!current) throw new Error('the test database is made in a hook; ask for its URL inside a test')
      return databaseUrl(inject('databaseServerUrl'), current)
    },
  }
}

/** Clones of one template wait for one another inside Postgres, up to 5 s; several files at once are fine. */
async function maintain(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databaseServerUrl') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

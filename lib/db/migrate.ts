import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Any number will do, as long as every runner takes the same. */
const advisoryLock = 72_707_369

/** Prisma's own table, so that `prisma migrate status` and `deploy` agree with this runner. */
const createTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`

interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

interface Applied {
  readonly migration_name: string
  readonly checksum: string
  readonly finished_at: Date | null
}

/**
 * Applies what prisma/migrations holds and the database has not. Several runners at once wait for one another.
 * Returns the names applied. Throws where a migration failed before or was edited after it was applied.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock])
    await client.query(createTable)
    const pending = unapplied(readMigrations(), await readApplied(client))
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}

/** Names of the migrations that the database lacks. Needs the table of an earlier run; without it all are pending. */
export async function pendingMigrations(database: Pick<pg.Pool, 'query'>): Promise<readonly string[]> {
  const found = await database.query<{ present: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present",
  )
  const applied = found.rows[0]?.present ? await readApplied(database) : []
  return unapplied(readMigrations(), applied).map((migration) => migration.name)
}

/** Every process of the product runs in the project's root: npm and the launcher see to it. */
function readMigrations(): readonly Migration[] {
  const folder = join(process.cwd(), 'prisma', 'migrations')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, 'migration.sql'))
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') }
    })
}

async function readApplied(database: Pick<pg.Pool, 'query'> | pg.Client): Promise<readonly Applied[]> {
  const { rows } = await database.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  return rows
}

function unapplied(all: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const done = new Map(applied.map((row) => [row.migration_name, row]))
  return all.filter((migration) => {
    const row = done.get(migration.name)
    if (!row) return true
    if (row.finished_at === null)
      throw new Error(`Migration ${migration.name} failed before; see its row in _prisma_migrations.`)
    if (row.checksum !== migration.checksum)
      throw new Error(`Migration ${migration.name} was edited after it was applied.`)
    return false
  })
}

/** The SQL runs as one implicit transaction: it holds wholly or not at all. */
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const id = randomUUID()
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    migration.checksum,
    migration.name,
  ])
  try {
    await client.query(migration.sql)
  } catch (error) {
    // Nothing of it holds, so the next start may try again once the cause is mended.
    await client.query('UPDATE _prisma_migrations SET logs = $2, rolled_back_at = now() WHERE id = $1', [
      id,
      String(error),
    ])
    throw new Error(`Migration ${migration.name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id])
}

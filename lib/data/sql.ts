import type pg from 'pg'
import { isPreparing, pool } from '#lib/db/client.ts'

/** What a statement can be sent to: the pool, or the client of an open transaction. */
export type Db = pg.Pool | pg.PoolClient

export async function rows<Row extends pg.QueryResultRow>(
  db: Db,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const query = isPreparing(db) ? { name: nameOf(text), text, values } : { text, values }
  return (await db.query<Row>(query)).rows
}

/** Of prepared statements, by their text: few, since only texts that stay the same are prepared. */
const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `countersign ${names.size}`
  names.set(text, name)
  return name
}

/** Deadlock and serialization failure: the work was undone whole, and may be done again. */
const retryable = new Set(['40P01', '40001'])
const attempts = 4

/**
 * Runs `work` in one transaction (read committed) and commits what it did, or undoes all of it. A deadlock is
 * retried, so `work` must do nothing that a rollback does not undo.
 *
 * Whoever takes row locks takes them in this order, each kind by id, so that batches can't block each other in a ring:
 * scan targets, endpoints, certificates, identities, findings.
 */
export async function inTransaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(work)
    } catch (error) {
      if (attempt >= attempts || !retryable.has(sqlState(error))) throw error
    }
  }
}

async function once<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure))
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** The SQLSTATE of a Postgres error, or the system's error code; empty for anything else. */
export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

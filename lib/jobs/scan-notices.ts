import type pg from 'pg'
import { pool } from '#lib/db/client.ts'

type Listener = () => void

/** One connection of the process hears for all; it is given back when nobody listens. */
const listeners = new Map<string, Set<Listener>>()
let connection: Promise<pg.PoolClient> | null = null
const reconnectMs = 1_000

/**
 * Calls `listener` whenever the scan moves. A notice may be missed while the connection is made anew, so listeners
 * look now and then by themselves. Returns how to stop.
 */
export function onScanMoved(scanId: string, listener: Listener): () => void {
  const own = listeners.get(scanId) ?? new Set()
  listeners.set(scanId, own.add(listener))
  void listen()
  return () => {
    own.delete(listener)
    if (own.size === 0 && listeners.get(scanId) === own) listeners.delete(scanId)
    if (listeners.size === 0) void hangUp()
  }
}

async function listen(): Promise<void> {
  if (connection || listeners.size === 0) return
  connection = connect()
  await connection.catch(lost)
}

async function connect(): Promise<pg.PoolClient> {
  const client = await pool().connect()
  client.on('notification', ({ payload }) => {
    for (const listener of listeners.get(payload ?? '') ?? []) listener()
  })
  client.once('error', (error) => {
    client.release(error)
    lost()
  })
  await client.query('LISTEN countersign_scan')
  return client
}

function lost(): void {
  connection = null
  if (listeners.size > 0) setTimeout(() => void listen(), reconnectMs).unref()
}

async function hangUp(): Promise<void> {
  const held = connection
  connection = null
  // Destroyed and not given back: it would go on listening.
  await held?.then((client) => client.release(true)).catch(() => {})
}

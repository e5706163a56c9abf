import { newId } from '#lib/core/ids.ts'
import { pool } from '#lib/db/client.ts'

/** Rows that a database test starts from, written as plainly as can be. Each returns the row's id. */

export async function addSite(
  name = 'default',
  change: { allow?: string[]; maxRunTargets?: number } = {},
): Promise<string> {
  const id = newId()
  await pool().query('INSERT INTO site (id, name, allow, max_run_targets) VALUES ($1, $2, $3, $4)', [
    id,
    name,
    change.allow ?? ['127.0.0.0/8'],
    change.maxRunTargets ?? 65536,
  ])
  return id
}

export async function addEndpoint(
  siteId: string,
  change: { host?: string; port?: number; identityId?: string; transport?: string; serverName?: string } = {},
): Promise<string> {
  const id = newId()
  const host = change.host ?? `host-${id.slice(-6)}.example.com`
  await pool().query(
    `INSERT INTO endpoint (id, site_id, host, port, server_name, transport, identity_id, bound_by, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7::uuid, CASE WHEN $7::uuid IS NULL THEN NULL ELSE 'hand'::binding_origin END, now())`,
    [
      id,
      siteId,
      host,
      change.port ?? 443,
      change.serverName ?? host,
      change.transport ?? 'tls',
      change.identityId ?? null,
    ],
  )
  return id
}

export async function addIdentity(
  name: string,
  change: { kind?: 'dns' | 'spiffe'; owner?: string; environmentId?: string; policy?: object } = {},
): Promise<string> {
  const id = newId()
  await pool().query(
    `INSERT INTO identity (id, kind, name, owner, environment_id, policy, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, now())`,
    [id, change.kind ?? 'dns', name, change.owner ?? null, change.environmentId ?? null, change.policy ?? {}],
  )
  return id
}

/** The only row of a query; throws where there are none or several. */
export async function oneRow(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>> {
  const { rows } = await pool().query<Record<string, unknown>>(text, [...values])
  const [row] = rows
  if (!row || rows.length > 1) throw new Error(`${rows.length} rows for: ${text}`)
  return row
}

export async function countRows(table: string, where = 'true'): Promise<number> {
  return Number((await oneRow(`SELECT count(*) AS count FROM ${table} WHERE ${where}`)).count)
}

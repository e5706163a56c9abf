import { lookup } from 'node:dns/promises'
import { pool } from '#lib/db/client.ts'
import type { Scope } from '#lib/scan/scope.ts'

/** Addresses and ports of the product's own database, which no scan may dial: as it is named here, and as it names itself. */
export async function findOwnServices(): Promise<Scope['forbidden']> {
  const url = new URL(process.env.DATABASE_URL ?? 'postgresql://127.0.0.1')
  const port = url.port === '' ? 5432 : Number(url.port)
  const named = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => [])
  const { rows } = await pool().query<{ ip: string | null; port: number | null }>(
    'SELECT host(inet_server_addr()) AS ip, inet_server_port() AS port',
  )
  const own = rows.flatMap(({ ip, port: at }) => (ip === null || at === null ? [] : [{ ip, port: at }]))
  return [...named.map(({ address }) => ({ ip: address, port })), ...own]
}

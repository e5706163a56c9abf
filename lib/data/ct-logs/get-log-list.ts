import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { CtLog } from '#lib/x509/transparency/ct-log.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { storedLogs } from './stored-log-list.ts'

export interface LogListDetail {
  readonly id: string
  readonly version: string
  readonly asOf: Date
  readonly source: string | null
  /** Of the file, lower-case hex. */
  readonly sha256: string
  readonly uploadedAt: Date
  readonly uploadedBy: string
  /** By operator and name. */
  readonly logs: readonly CtLog[]
}

/** The list of CT logs that counts; null where none is on record. */
export async function getLogList(principal: Principal): Promise<LogListDetail | null> {
  requireRole(principal, 'viewer')
  const [found] = await rows<Omit<LogListDetail, 'logs'> & { readonly logs: unknown }>(
    pool(),
    `SELECT id, version, as_of AS "asOf", source, encode(sha256, 'hex') AS sha256, uploaded_at AS "uploadedAt",
            uploaded_by AS "uploadedBy", logs FROM ct_log_list`,
  )
  if (!found) return null
  const logs = storedLogs.parse(found.logs).toSorted((one, other) => {
    return compare(one.operator, other.operator) || compare(one.name, other.name) || compare(one.id, other.id)
  })
  return { ...found, logs }
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface StoreSummary {
  readonly id: string
  readonly name: string
  readonly source: 'runtime' | 'upload' | 'demo'
  readonly publicRoots: boolean
  readonly asOf: Date
  readonly version: string
  /** What neither identity nor environment says otherwise answers to it. */
  readonly isDefault: boolean
  readonly anchors: number
  /** That name it themselves. */
  readonly environments: number
  readonly identities: number
}

const columns = `s.id, s.name, s.source, s.public_roots AS "publicRoots", s.as_of AS "asOf", s.version, s.is_default AS "isDefault",
  (SELECT count(*)::int FROM trust_anchor a WHERE a.trust_store_id = s.id) AS anchors,
  (SELECT count(*)::int FROM environment e WHERE e.trust_store_id = s.id) AS environments,
  (SELECT count(*)::int FROM identity i WHERE i.trust_store_id = s.id) AS identities`

/** The default first, then by name. */
export function listStoreSummaries(principal: Principal): Promise<StoreSummary[]> {
  requireRole(principal, 'viewer')
  return rows<{ [Key in keyof StoreSummary]: StoreSummary[Key] }>(
    pool(),
    `SELECT ${columns} FROM trust_store s ORDER BY s.is_default DESC, lower(s.name), s.id LIMIT 1000`,
  )
}

/** Throws `not-found`. */
export async function getStoreSummary(principal: Principal, id: string): Promise<StoreSummary> {
  requireRole(principal, 'viewer')
  const [store] = await rows<{ [Key in keyof StoreSummary]: StoreSummary[Key] }>(
    pool(),
    `SELECT ${columns} FROM trust_store s WHERE s.id::text = lower($1)`,
    [id],
  )
  if (!store) throw new AppError('not-found', 'There is no such trust store')
  return store
}

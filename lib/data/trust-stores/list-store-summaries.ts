import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

export interface StoreSummary {
  readonly id: string
  readonly name: string
  readonly source: 'runtime' | 'system' | 'upload' | 'spiffe' | 'demo'
  readonly publicRoots: boolean
  /** The SPIFFE trust domain whose bundle it is. */
  readonly trustDomain: string | null
  readonly asOf: Date
  readonly version: string
  /** What nothing says otherwise of answers to it. */
  readonly isDefault: boolean
  readonly anchors: number
  /** Keys that are distrusted in it, from a day that may be yet to come. */
  readonly distrusted: number
  /** That name it themselves. */
  readonly environments: number
  readonly identities: number
  readonly rules: number
  /** Identities of its trust domain, whether they name another store or not. */
  readonly domainIdentities: number
}

const columns = `s.id, s.name, s.source, s.public_roots AS "publicRoots", s.trust_domain AS "trustDomain", s.as_of AS "asOf", s.version, s.is_default AS "isDefault",
  (SELECT count(*)::int FROM trust_anchor a WHERE a.trust_store_id = s.id) AS anchors,
  (SELECT count(*)::int FROM distrust_entry d WHERE d.trust_store_id = s.id) AS distrusted,
  (SELECT count(*)::int FROM environment e WHERE e.trust_store_id = s.id) AS environments,
  (SELECT count(*)::int FROM identity i WHERE i.trust_store_id = s.id) AS identities,
  (SELECT count(*)::int FROM identity_rule r WHERE r.trust_store_id = s.id) AS rules,
  (SELECT count(*)::int FROM identity i WHERE i.kind = 'spiffe' AND starts_with(i.name, 'spiffe://' || s.trust_domain || '/')) AS "domainIdentities"`

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

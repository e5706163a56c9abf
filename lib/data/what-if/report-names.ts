import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { buffersOf } from './served-chain.ts'

/** Names as they are now; a report keeps them. */
export interface ReportNames {
  readonly endpoints: ReadonlyMap<string, string>
  readonly identities: ReadonlyMap<string, { readonly name: string; readonly environment: string | null }>
  readonly environments: ReadonlyMap<string, string>
  /** By SHA-256. */
  readonly certificates: ReadonlyMap<string, string>
}

export async function loadNames(ids: {
  readonly endpoints: Iterable<string>
  readonly identities: Iterable<string>
  readonly certificates: Iterable<string>
}): Promise<ReportNames> {
  const [endpoints, identities, environments, certificates] = await Promise.all([
    named(`SELECT id, host || ':' || port AS name FROM endpoint WHERE id = ANY ($1::uuid[])`, [
      ...new Set(ids.endpoints),
    ]),
    rows<{ id: string; name: string; environment: string | null }>(
      pool(),
      `SELECT i.id, i.name, env.name AS environment FROM identity i LEFT JOIN environment env ON env.id = i.environment_id
        WHERE i.id = ANY ($1::uuid[])`,
      [[...new Set(ids.identities)]],
    ),
    rows<{ id: string; name: string }>(pool(), 'SELECT id, name FROM environment'),
    certificateNames([...ids.certificates]),
  ])
  return {
    endpoints,
    identities: new Map(identities.map(({ id, ...rest }) => [id, rest])),
    environments: new Map(environments.map(({ id, name }) => [id, name])),
    certificates,
  }
}

async function named(sql: string, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await rows<{ id: string; name: string }>(pool(), sql, [ids])
  return new Map(found.map(({ id, name }) => [id, name]))
}

/** The first DNS name or URI of a leaf, else the subject; certificates that are on no record are left out. */
export async function certificateNames(hashes: readonly string[]): Promise<Map<string, string>> {
  const found = await rows<{ sha256: string; name: string }>(
    pool(),
    `SELECT encode(c.sha256, 'hex') AS sha256,
            left(COALESCE((SELECT n.value FROM certificate_name n WHERE n.certificate_id = c.id AND n.kind IN ('dns', 'uri')
                            AND NOT c.is_ca ORDER BY n.kind, n.value LIMIT 1), NULLIF(c.subject, ''), 'serial ' || c.serial), 300) AS name
       FROM certificate c WHERE c.sha256 = ANY ($1::bytea[])`,
    [buffersOf(hashes)],
  )
  return new Map(found.map(({ sha256, name }) => [sha256, name]))
}

import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { likeContains } from './like-pattern.ts'

export interface SearchHit {
  readonly kind: 'identity' | 'endpoint' | 'certificate'
  readonly id: string
  readonly label: string
  readonly detail: string
}

/** At most so many of each kind; the lists' own search shows the rest. */
const perKind = 6

/**
 * Finds identities and endpoints by name, certificates by name, subject, serial or fingerprint (of certificate or
 * key; its beginning is enough, colons and blanks don't matter). The closest names come first.
 */
export async function searchAll(principal: Principal, text: string): Promise<SearchHit[]> {
  requireRole(principal, 'viewer')
  const query = text.trim()
  if (query === '') return []
  const found = await Promise.all([findIdentities(query), findEndpoints(query), findCertificates(query)])
  return found.flat()
}

function findIdentities(query: string): Promise<SearchHit[]> {
  return rows<SearchHit & Record<string, unknown>>(
    pool(),
    `SELECT 'identity' AS kind, i.id, i.name AS label, concat_ws(' · ', e.name, i.owner) AS detail
       FROM identity i LEFT JOIN environment e ON e.id = i.environment_id
      WHERE i.name ILIKE $1 AND i.retired_at IS NULL
      ORDER BY position(lower($2) IN lower(i.name)), length(i.name), i.name LIMIT $3`,
    [likeContains(query), query, perKind],
  )
}

/** `host:port` finds the port too. */
function findEndpoints(query: string): Promise<SearchHit[]> {
  const [, host = query, port = null] = /^(.+):(\d{1,5})$/.exec(query) ?? []
  return rows<SearchHit & Record<string, unknown>>(
    pool(),
    `SELECT 'endpoint' AS kind, e.id, e.host || ':' || e.port AS label,
            concat_ws(' · ', nullif(e.transport, 'tls'), i.name) AS detail
       FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id
      WHERE e.host ILIKE $1 AND ($3::int IS NULL OR e.port = $3)
      ORDER BY position(lower($2) IN lower(e.host)), length(e.host), e.host, e.port LIMIT $4`,
    [likeContains(host), host, port === null ? null : Number(port), perKind],
  )
}

function findCertificates(query: string): Promise<SearchHit[]> {
  const hex = readHex(query)
  const first = Buffer.from((hex ?? '').padEnd(64, '0'), 'hex')
  const last = Buffer.from((hex ?? '').padEnd(64, 'f'), 'hex')
  return rows<SearchHit & Record<string, unknown>>(
    pool(),
    `WITH hit AS (
       (SELECT certificate_id AS id, 1 AS rank FROM certificate_name WHERE value ILIKE $1 LIMIT 200)
       UNION ALL (SELECT id, 0 FROM certificate WHERE $2::text IS NOT NULL AND sha256 BETWEEN $3 AND $4 LIMIT 50)
       UNION ALL (SELECT id, 0 FROM certificate WHERE $2::text IS NOT NULL AND spki_sha256 BETWEEN $3 AND $4 LIMIT 50)
       UNION ALL (SELECT id, 0 FROM certificate WHERE $2::text IS NOT NULL AND serial LIKE $2 || '%' LIMIT 50)
     )
     SELECT 'certificate' AS kind, c.id, coalesce(n.value, nullif(c.subject, ''), 'No name') AS label,
            'until ' || to_char(c.not_after, 'YYYY-MM-DD') || ' · ' || left(encode(c.sha256, 'hex'), 12) AS detail
       FROM (SELECT id, min(rank) AS rank FROM hit GROUP BY id) h JOIN certificate c ON c.id = h.id
       LEFT JOIN LATERAL (SELECT value FROM certificate_name WHERE certificate_id = c.id
                           ORDER BY value ILIKE $1 DESC, kind = 'cn', length(value), value LIMIT 1) n ON true
      ORDER BY h.rank, c.not_after DESC, c.id LIMIT $5`,
    [likeContains(query), hex, first, last, perKind],
  )
}

/** Serials and fingerprints as people paste them: `0x`, colons, blanks and capitals fall away. */
function readHex(query: string): string | null {
  const hex = query.toLowerCase().replace(/^0x/, '').replaceAll(/[:\s]/g, '')
  return /^[0-9a-f]{4,64}$/.test(hex) ? hex : null
}

import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'

export interface AdvisoryRow {
  readonly id: string
  readonly sha256: string
  readonly title: string
  readonly source: string
  readonly url: string | null
  readonly publishedAt: Date
  readonly importedAt: Date
  readonly importedBy: string
  /** Keys that it names. */
  readonly keys: number
  /** Every store of public roots, those to come included. */
  readonly everyPublicStore: boolean
  /** Stores in which it distrusts a key now. */
  readonly stores: readonly { readonly id: string; readonly name: string }[]
}

export interface AdvisoryDetail extends AdvisoryRow {
  readonly entries: readonly {
    readonly spkiSha256: string
    readonly subject: string | null
    readonly effectiveAt: Date
    readonly reason: string
    /** Certificates on record that carry the key. */
    readonly certificates: number
    /** Stores in which this advisory speaks for the key: elsewhere an entry by hand or another advisory does. */
    readonly stores: number
  }[]
}

const columns = `a.id, encode(a.sha256, 'hex') AS sha256, a.title, a.source, a.url, a.published_at AS "publishedAt",
  a.imported_at AS "importedAt", a.imported_by AS "importedBy", jsonb_array_length(a.content -> 'entries') AS keys,
  a.content -> 'scope' ? 'public' AS "everyPublicStore",
  COALESCE((SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY lower(s.name)) FROM trust_store s
     WHERE EXISTS (SELECT 1 FROM distrust_entry d WHERE d.trust_store_id = s.id AND d.advisory_id = a.id)), '[]') AS stores`

type Columns = { [Key in keyof AdvisoryRow]: AdvisoryRow[Key] }

/** The newest first, at most 1,000. */
export function listAdvisories(principal: Principal): Promise<AdvisoryRow[]> {
  requireRole(principal, 'viewer')
  return rows<Columns>(pool(), `SELECT ${columns} FROM advisory a ORDER BY a.published_at DESC, a.id LIMIT 1000`)
}

const storedEntries = z.array(
  z.object({
    spkiSha256: z.string(),
    subject: z.string().nullable(),
    effectiveAt: z.iso.datetime().transform((text) => new Date(text)),
    reason: z.string(),
  }),
)

/** Throws `not-found`. */
export async function getAdvisory(principal: Principal, id: string): Promise<AdvisoryDetail> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(id)
    ? await rows<Columns & { entries: unknown }>(
        pool(),
        `SELECT ${columns}, a.content -> 'entries' AS entries FROM advisory a WHERE a.id = $1`,
        [id],
      )
    : []
  if (!found) throw new AppError('not-found', 'There is no such advisory')
  const entries = storedEntries.parse(found.entries)
  const counted = await rows<{ spkiSha256: string; certificates: number; stores: number }>(
    pool(),
    `SELECT encode(k.spki, 'hex') AS "spkiSha256",
            (SELECT count(*)::int FROM certificate c WHERE c.spki_sha256 = k.spki) AS certificates,
            (SELECT count(*)::int FROM distrust_entry d WHERE d.advisory_id = $1 AND d.spki_sha256 = k.spki) AS stores
       FROM unnest($2::bytea[]) AS k(spki)`,
    [found.id, entries.map((entry) => Buffer.from(entry.spkiSha256, 'hex'))],
  )
  const counts = new Map(counted.map(({ spkiSha256, ...rest }) => [spkiSha256, rest]))
  return {
    ...found,
    entries: entries.map((entry) => ({
      ...entry,
      ...(counts.get(entry.spkiSha256) ?? { certificates: 0, stores: 0 }),
    })),
  }
}

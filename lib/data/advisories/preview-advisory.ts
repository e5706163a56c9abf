import { sha256 } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { withoutPrivateKeys } from '#lib/core/private-key-text.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { readAdvisory } from './advisory-file.ts'
import { type AdvisoryScope, requireScope } from './import-advisory.ts'

/** How many certificates of one key are named. */
const named = 5

export interface PreviewedEntry {
  readonly spkiSha256: string
  readonly subject: string | null
  readonly effectiveAt: Date
  readonly reason: string
  /** The anchors that carry the key, in stores that the import would touch and in others. */
  readonly anchors: readonly {
    readonly storeId: string
    readonly storeName: string
    readonly sha256: string
    readonly subject: string
    readonly inScope: boolean
  }[]
  /** Certificates on record that carry the key, anchors included. */
  readonly certificateCount: number
  readonly certificates: readonly { readonly sha256: string; readonly subject: string }[]
  /** Endpoints that present one of them now. */
  readonly endpoints: number
  /** Stores in scope where the key is distrusted already, by hand (which stays) or by another advisory. */
  readonly already: readonly { readonly storeName: string; readonly effectiveAt: Date; readonly byHand: boolean }[]
}

export interface AdvisoryPreview {
  readonly title: string
  readonly source: string
  readonly url: string | null
  readonly publishedAt: Date
  readonly stores: readonly { readonly id: string; readonly name: string }[]
  /** This very file is on record: importing it again would at most widen its scope. */
  readonly importedAs: string | null
  readonly entries: readonly PreviewedEntry[]
}

/** What importing a file would touch; writes nothing. Throws as `importAdvisory` does. */
export async function previewAdvisory(
  principal: Principal,
  sent: string,
  scope: AdvisoryScope,
): Promise<AdvisoryPreview> {
  requireRole(principal, 'admin')
  const file = withoutPrivateKeys(sent)
  const { title, source, url, publishedAt, entries } = readAdvisory(file)
  await requireScope(pool(), scope)
  const keys = entries.map(({ spkiSha256 }) => Buffer.from(spkiSha256, 'hex'))
  const [stores, known, carriers] = await Promise.all([
    rows<{ id: string; name: string }>(
      pool(),
      `SELECT s.id, s.name FROM trust_store s WHERE ${inScope('$1')} ORDER BY lower(s.name)`,
      [scope],
    ),
    rows<{ id: string }>(pool(), 'SELECT id FROM advisory WHERE sha256 = $1', [sha256(file)]),
    rows<Carriers>(pool(), carriersQuery, [keys, scope]),
  ])
  const byKey = new Map(carriers.map(({ spkiSha256, ...rest }) => [spkiSha256, rest]))
  return {
    title,
    source,
    url: url ?? null,
    publishedAt,
    stores,
    importedAs: known[0]?.id ?? null,
    entries: entries.map((entry) => {
      const { already = [], ...found } = byKey.get(entry.spkiSha256) ?? nothing
      return { ...entry, ...found, already: already.map((one) => ({ ...one, effectiveAt: new Date(one.effectiveAt) })) }
    }),
  }
}

interface Carriers {
  spkiSha256: string
  anchors: PreviewedEntry['anchors'][number][]
  certificateCount: number
  certificates: { sha256: string; subject: string }[]
  endpoints: number
  already: { storeName: string; effectiveAt: string; byHand: boolean }[]
}

const nothing: Omit<Carriers, 'spkiSha256'> = {
  anchors: [],
  certificateCount: 0,
  certificates: [],
  endpoints: 0,
  already: [],
}

function inScope(parameter: string): string {
  return `(s.id::text = lower(${parameter}) OR (${parameter} = 'public' AND s.public_roots))`
}

const list = (query: string) => `COALESCE((SELECT jsonb_agg(to_jsonb(found)) FROM (${query}) found), '[]')`

const carriersQuery = `SELECT encode(k.spki, 'hex') AS "spkiSha256",
  ${list(`SELECT s.id AS "storeId", s.name AS "storeName", encode(c.sha256, 'hex') AS sha256, c.subject, ${inScope('$2')} AS "inScope"
    FROM certificate c JOIN trust_anchor a ON a.certificate_id = c.id JOIN trust_store s ON s.id = a.trust_store_id
   WHERE c.spki_sha256 = k.spki ORDER BY s.name, c.sha256 LIMIT 100`)} AS anchors,
  (SELECT count(*)::int FROM certificate c WHERE c.spki_sha256 = k.spki) AS "certificateCount",
  ${list(`SELECT encode(c.sha256, 'hex') AS sha256, c.subject FROM certificate c WHERE c.spki_sha256 = k.spki
   ORDER BY c.not_after DESC, c.sha256 LIMIT ${named}`)} AS certificates,
  (SELECT count(DISTINCT ad.endpoint_id)::int FROM certificate c JOIN presence p ON p.certificate_id = c.id AND p.closed_at IS NULL
     JOIN address ad ON ad.id = p.address_id AND ad.gone_at IS NULL WHERE c.spki_sha256 = k.spki) AS endpoints,
  ${list(`SELECT s.name AS "storeName", d.effective_at AS "effectiveAt", d.advisory_id IS NULL AS "byHand"
    FROM distrust_entry d JOIN trust_store s ON s.id = d.trust_store_id WHERE d.spki_sha256 = k.spki AND ${inScope('$2')}
   ORDER BY s.name`)} AS already
  FROM unnest($1::bytea[]) AS k(spki)`

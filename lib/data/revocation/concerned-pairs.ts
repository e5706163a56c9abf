import { type Db, rows } from '../sql.ts'
import { questionOf } from './concerned-certificates.ts'
import type { EvidenceKind } from './evidence-kind.ts'

/** A certificate, and a key that signed it: evidence is judged for the two together. */
export interface Pair {
  readonly certificateId: string
  /** SHA-256 of the issuer's SPKI in hex. */
  readonly issuer: string
}

export interface DocumentKey {
  readonly kind: EvidenceKind
  readonly url: string
  readonly question: Buffer
}

const verifiedEdge = `JOIN verified_edge v ON v.child_sha256 = c.sha256 AND v.outcome = 'verified'`
const hexIssuer = `encode(v.issuer_spki_sha256, 'hex') AS issuer`

/** Those in date that the document may speak of, served now or not, in the order of their ids. */
export function listPairs(db: Db, { kind, url, question }: DocumentKey): Promise<Pair[]> {
  if (kind === 'issuer') return Promise.resolve([])
  const [condition, values] =
    kind === 'crl'
      ? [`c.fields -> 'crlUrls' ? $1`, [url]]
      : [
          `c.sha256 = $1 AND ${questionOf('c.sha256', 'v.issuer_spki_sha256')} = $2`,
          [question.subarray(0, 32), question],
        ]
  return rows<{ [Key in keyof Pair]: Pair[Key] }>(
    db,
    `SELECT c.id AS "certificateId", ${hexIssuer} FROM certificate c ${verifiedEdge}
      WHERE c.not_after > now() AND NOT c.self_signed AND ${condition} ORDER BY 1, 2`,
    values,
  )
}

/** Pairs that came on record after the lists which speak of them: by the id of the list. */
export async function listUnjudgedPairs(db: Db, siteId: string): Promise<Map<string, Pair[]>> {
  const found = await rows<Pair & { documentId: string }>(
    db,
    `SELECT d.id AS "documentId", c.id AS "certificateId", ${hexIssuer}
       FROM certificate c CROSS JOIN LATERAL jsonb_array_elements_text(c.fields -> 'crlUrls') AS named(url)
       JOIN fetched_document d ON d.kind = 'crl' AND d.url = named.url AND d.site_id = $1 AND d.content IS NOT NULL
       ${verifiedEdge}
      WHERE c.not_after > now() AND NOT c.self_signed AND NOT EXISTS (
            SELECT 1 FROM revocation_status s WHERE s.certificate_id = c.id AND s.source = 'crl' AND s.url = d.url
               AND s.issuer_spki_sha256 = v.issuer_spki_sha256)
      ORDER BY 1, 2, 3`,
    [siteId],
  )
  return Map.groupBy(found, ({ documentId }) => documentId)
}

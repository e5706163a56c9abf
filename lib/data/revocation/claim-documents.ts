import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import type { EvidenceKind } from './evidence-kind.ts'
import { fetchSetting } from './fetch-switch.ts'

/** A document that is to be fetched. */
export interface DueDocument {
  readonly id: string
  readonly kind: EvidenceKind
  readonly url: string
  readonly question: Buffer
  /** What is asked; null where the URL is the whole question. */
  readonly request: Buffer | null
  readonly etag: string | null
  /** Of what is on record. */
  readonly sha256: Buffer | null
  readonly expiresAt: Date | null
  readonly failure: string | null
  readonly failures: number
}

/** A question that could not be put is never asked. */
const isDue = `next_fetch_at <= now() AND (kind <> 'ocsp' OR request IS NOT NULL)`

/** Longer than any fetch of a batch takes: what a crash left is taken up again after it. */
const claimMinutes = 15

/**
 * Takes up to `limit` documents of a site that are due, for this run alone: two that run at once never get the same one.
 */
export function claimDocuments(siteId: string, limit: number): Promise<DueDocument[]> {
  return rows<{ [Key in keyof DueDocument]: DueDocument[Key] }>(
    pool(),
    `UPDATE fetched_document SET next_fetch_at = now() + interval '${claimMinutes} minutes' WHERE id IN (
       SELECT id FROM fetched_document WHERE site_id = $1 AND ${isDue}
        ORDER BY next_fetch_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id, kind, url, question, request, CASE WHEN content IS NOT NULL THEN etag END AS etag, sha256,
               expires_at AS "expiresAt", failure, failures`,
    [siteId, limit],
  )
}

/** Hands back what was taken and not tried. */
export async function releaseDocuments(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await pool().query('UPDATE fetched_document SET next_fetch_at = now() WHERE id = ANY ($1::uuid[])', [ids])
}

/** Which of these sites have documents that are due, and may fetch them. */
export async function listSitesWithDueDocuments(siteIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(
    pool(),
    `SELECT id FROM unnest($1::uuid[]) AS s(id)
      WHERE EXISTS (SELECT 1 FROM fetched_document WHERE site_id = s.id AND ${isDue})
        AND NOT EXISTS (SELECT 1 FROM setting WHERE key = '${fetchSetting}' || s.id AND value = 'false')`,
    [siteIds],
  )
  return found.map(({ id }) => id)
}

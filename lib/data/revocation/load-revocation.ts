import type { RevocationFact } from '#lib/checks/facts.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'
import { questionOf } from './concerned-certificates.ts'
import { rules } from './judge-document.ts'

export interface StatusRow extends Omit<RevocationFact, 'url'> {
  readonly sha256: string
  readonly url: string
}

/** What is known of the revocation of certificates (SHA-256 in hex), by source, and what could not be learned. */
export async function loadRevocation(
  db: Db,
  sha256: readonly string[],
): Promise<Map<string, readonly RevocationFact[]>> {
  if (sha256.length === 0) return new Map()
  const hashes = [...new Set(sha256)].map((hash) => Buffer.from(hash, 'hex'))
  return toRevocation(await rows<{ [Key in keyof StatusRow]: StatusRow[Key] }>(db, revocationStatuses().text, [hashes]))
}

/** `hashes`: the parameter that holds SHA-256 hashes of certificates. */
export const revocationStatuses = (hashes = '$1'): Reading<StatusRow> => ({
  text: `${judged} UNION ALL ${unlearned}`.replaceAll('$1', hashes),
  dates: ['revokedAt', 'thisUpdate', 'nextUpdate'],
})

/** By SHA-256 in hex. */
export function toRevocation(found: readonly StatusRow[]): Map<string, readonly RevocationFact[]> {
  const grouped = Map.groupBy(found, (row) => row.sha256)
  return new Map([...grouped].map(([hash, own]) => [hash, own.map(toFact)]))
}

const judged = `SELECT encode(c.sha256, 'hex') AS sha256, s.source, s.url, s.status, s.reason, s.revoked_at AS "revokedAt",
       s.this_update AS "thisUpdate", s.next_update AS "nextUpdate", encode(s.evidence_sha256, 'hex') AS "evidenceSha256",
       d.failure AS "lastFailure"
  FROM certificate c JOIN revocation_status s ON s.certificate_id = c.id
  LEFT JOIN fetched_document d ON d.kind = s.source AND d.url = s.url AND d.question =
       CASE s.source WHEN 'ocsp' THEN ${questionOf('c.sha256', 's.issuer_spki_sha256')} ELSE ''::bytea END
 WHERE c.sha256 = ANY ($1::bytea[])`

/** Sources that nothing was ever learned from, and why. */
const unlearned = `SELECT encode(c.sha256, 'hex'), d.kind, d.url, 'unknown', COALESCE(d.failure, 'not fetched yet'), NULL, NULL, NULL, NULL, d.failure
  FROM certificate c
  CROSS JOIN LATERAL (
    SELECT d.kind, d.url, d.failure FROM jsonb_array_elements_text(c.fields -> 'crlUrls') AS named(url)
      JOIN fetched_document d ON d.kind = 'crl' AND d.url = named.url AND d.question = ''
    UNION ALL
    SELECT d.kind, d.url, d.failure FROM jsonb_array_elements_text(c.fields -> 'ocspUrls') AS named(url)
      JOIN verified_edge v ON v.child_sha256 = c.sha256 AND v.outcome = 'verified'
      JOIN fetched_document d ON d.kind = 'ocsp' AND d.url = named.url AND d.question = ${questionOf('c.sha256', 'v.issuer_spki_sha256')}
  ) d
 WHERE c.sha256 = ANY ($1::bytea[]) AND NOT EXISTS (
       SELECT 1 FROM revocation_status s WHERE s.certificate_id = c.id AND s.source = d.kind AND s.url = d.url)`

function toFact({ sha256: _, url, ...row }: StatusRow): RevocationFact {
  return { ...row, url: url === '' ? null : url, nextUpdate: lastInstant(row) }
}

/** Evidence that promises no other counts for a while. */
export function lastInstant({
  thisUpdate,
  nextUpdate,
}: Pick<RevocationFact, 'thisUpdate' | 'nextUpdate'>): Date | null {
  return nextUpdate ?? (thisUpdate && new Date(thisUpdate.getTime() + rules.maxAgeOpenMs))
}

import type { RevocationJudgement } from '#lib/x509/revocation/judgement.ts'
import { type Db, rows } from '../sql.ts'
import type { Pair } from './concerned-pairs.ts'

export interface JudgedPair extends Pair {
  readonly judgement: RevocationJudgement
}

export interface Evidence {
  readonly source: 'ocsp' | 'crl' | 'staple'
  /** Empty for staples. */
  readonly url: string
  readonly sha256: Buffer
}

/**
 * Writes what the evidence says, and gives the ids of the certificates of which it says something new. Older words never
 * replace newer ones, and those that say nothing never replace those that do.
 */
export async function writeStatuses(
  db: Db,
  { source, url, sha256 }: Evidence,
  judged: readonly JudgedPair[],
  at: Date,
): Promise<string[]> {
  if (judged.length === 0) return []
  const sorted = judged.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const column = <T>(value: (one: JudgedPair) => T): T[] => sorted.map(value)
  const moved = await rows<{ id: string }>(
    db,
    `WITH told AS (
       SELECT * FROM unnest($5::uuid[], $6::bytea[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])
         AS t(certificate_id, issuer, status, reason, revoked_at, this_update, next_update)
     ), before AS (
       SELECT s.* FROM told JOIN revocation_status s ON s.certificate_id = told.certificate_id
          AND s.issuer_spki_sha256 = told.issuer AND s.source = $1 AND s.url = $2
     ), written AS (
       INSERT INTO revocation_status AS s (certificate_id, issuer_spki_sha256, source, url, status, reason, revoked_at,
              this_update, next_update, evidence_sha256, judged_at)
       SELECT certificate_id, issuer, $1, $2, status, reason, revoked_at, this_update, next_update, $3, $4
         FROM told
       ON CONFLICT (certificate_id, issuer_spki_sha256, source, url) DO UPDATE SET
              status = EXCLUDED.status, reason = EXCLUDED.reason, revoked_at = EXCLUDED.revoked_at,
              this_update = EXCLUDED.this_update, next_update = EXCLUDED.next_update,
              evidence_sha256 = EXCLUDED.evidence_sha256, judged_at = EXCLUDED.judged_at
        WHERE s.status = 'unknown' OR EXCLUDED.this_update >= s.this_update
       RETURNING s.certificate_id, s.issuer_spki_sha256, s.status, s.reason, s.revoked_at
     )
     SELECT DISTINCT w.certificate_id AS id FROM written w LEFT JOIN before b
         ON b.certificate_id = w.certificate_id AND b.issuer_spki_sha256 = w.issuer_spki_sha256
      WHERE (w.status, w.reason, w.revoked_at) IS DISTINCT FROM (b.status, b.reason, b.revoked_at)
         OR b.next_update < $4`,
    [
      source,
      url,
      sha256,
      at,
      column(({ certificateId }) => certificateId),
      column(({ issuer }) => Buffer.from(issuer, 'hex')),
      column(({ judgement }) => judgement.status.toLowerCase()),
      column(({ judgement }) => reasonOf(judgement)),
      column(({ judgement }) => (judgement.status === 'REVOKED' ? storable(judgement.revokedAt) : null)),
      column(({ judgement }) => (judgement.status === 'UNKNOWN' ? null : storable(judgement.thisUpdate))),
      column(({ judgement }) => (judgement.status === 'UNKNOWN' ? null : storable(judgement.nextUpdate))),
    ],
  )
  return moved.map(({ id }) => id)
}

function keyOf({ certificateId, issuer }: Pair): string {
  return `${certificateId} ${issuer}`
}

function reasonOf(judgement: RevocationJudgement): string | null {
  return judgement.status === 'GOOD' ? null : judgement.reason
}

/** Times in evidence go up to the year 9999, as Postgres' do. */
function storable(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

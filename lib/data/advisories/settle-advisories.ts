import { type Db, rows } from '../sql.ts'
import { markStoresDue } from '../trust-stores/mark-stores-due.ts'

/** What the advisories ask for: of several that name one key, the one that takes effect first. */
const wanted = `SELECT DISTINCT ON (s.id, entry ->> 'spkiSha256') s.id AS store_id, decode(entry ->> 'spkiSha256', 'hex') AS spki,
    (entry ->> 'effectiveAt')::timestamptz AS effective_at, a.source, entry ->> 'reason' AS reason, entry ->> 'subject' AS subject,
    a.id AS advisory_id
  FROM advisory a CROSS JOIN LATERAL jsonb_array_elements(a.content -> 'entries') AS entry
  JOIN trust_store s ON a.content -> 'scope' ? s.id::text OR (s.public_roots AND a.content -> 'scope' ? 'public')
 ORDER BY s.id, entry ->> 'spkiSha256', (entry ->> 'effectiveAt')::timestamptz, a.published_at, a.id`

/**
 * Brings the distrust entries of advisories to what the advisories on record ask for, and makes what answers to the
 * stores that changed due. An entry made by hand stands before an advisory's for the same key and store. Called
 * wherever an advisory comes or goes, and where a store or an entry by hand does; returns the stores that changed.
 */
export async function settleAdvisories(tx: Db): Promise<string[]> {
  const gone = await rows<{ storeId: string }>(
    tx,
    `WITH wanted AS (${wanted})
     DELETE FROM distrust_entry d WHERE d.advisory_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.store_id = d.trust_store_id AND w.spki = d.spki_sha256)
     RETURNING d.trust_store_id AS "storeId"`,
  )
  const written = await rows<{ storeId: string }>(
    tx,
    `WITH wanted AS (${wanted})
     INSERT INTO distrust_entry AS d (trust_store_id, spki_sha256, effective_at, source, reason, subject, advisory_id)
     SELECT store_id, spki, effective_at, source, reason, subject, advisory_id FROM wanted
     ON CONFLICT (trust_store_id, spki_sha256) DO UPDATE SET effective_at = EXCLUDED.effective_at, source = EXCLUDED.source,
       reason = EXCLUDED.reason, subject = EXCLUDED.subject, advisory_id = EXCLUDED.advisory_id
       WHERE d.advisory_id IS NOT NULL AND d.advisory_id <> EXCLUDED.advisory_id
     RETURNING d.trust_store_id AS "storeId"`,
  )
  const changed = [...new Set([...gone, ...written].map((row) => row.storeId))]
  await markStoresDue(tx, changed)
  return changed
}

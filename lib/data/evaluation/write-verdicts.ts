import type { SettledVerdict } from '#lib/checks/contract.ts'
import type { Db } from '../sql.ts'
import { storableJson, storableText } from '../storable.ts'

/** Writes the verdicts that differ from what is recorded, and no other. Returns how many. */
export async function writeVerdicts(tx: Db, verdicts: readonly SettledVerdict[], now: Date): Promise<number> {
  if (verdicts.length === 0) return 0
  const result = await tx.query(
    `WITH t AS (
       SELECT check_id, kind::subject_kind AS kind, subject_id, outcome::verdict_outcome AS outcome, severity::severity AS severity,
              reason, evidence::jsonb AS evidence, observation_ids::uuid[] AS observation_ids, certificate_sha256
         FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[])
           AS u(check_id, kind, subject_id, outcome, severity, reason, evidence, observation_ids, certificate_sha256))
     INSERT INTO verdict AS v (check_id, subject_kind, subject_id, outcome, severity, reason, evidence, observation_ids,
                               certificate_sha256, since, evaluated_at)
     SELECT check_id, kind, subject_id, outcome, severity, reason, evidence, observation_ids, certificate_sha256, $10, $10 FROM t
      WHERE NOT EXISTS (
        SELECT 1 FROM verdict o
         WHERE o.subject_kind = t.kind AND o.subject_id = t.subject_id AND o.check_id = t.check_id
           AND (o.outcome, o.severity, o.reason, o.evidence, o.observation_ids, o.certificate_sha256)
               IS NOT DISTINCT FROM (t.outcome, t.severity, t.reason, t.evidence, t.observation_ids, t.certificate_sha256))
     ON CONFLICT (subject_kind, subject_id, check_id) DO UPDATE SET outcome = EXCLUDED.outcome, severity = EXCLUDED.severity,
       reason = EXCLUDED.reason, evidence = EXCLUDED.evidence, observation_ids = EXCLUDED.observation_ids,
       certificate_sha256 = EXCLUDED.certificate_sha256, evaluated_at = EXCLUDED.evaluated_at,
       since = CASE WHEN v.outcome = EXCLUDED.outcome THEN v.since ELSE EXCLUDED.since END`,
    [
      verdicts.map((one) => one.checkId),
      verdicts.map((one) => one.subjectKind),
      verdicts.map((one) => one.subjectId),
      verdicts.map((one) => one.outcome.replace('-', '_')),
      verdicts.map((one) => one.severity),
      verdicts.map((one) => (one.reason === null ? null : storableText(one.reason))),
      verdicts.map((one) => storableJson(one.evidence)),
      verdicts.map((one) => `{${one.observationIds.toSorted().join(',')}}`),
      verdicts.map((one) => (one.certificateSha256 === null ? null : Buffer.from(one.certificateSha256, 'hex'))),
      now,
    ],
  )
  return result.rowCount ?? 0
}

/** Drops verdicts of checks that the catalogue no longer holds. */
export async function dropRetiredVerdicts(
  tx: Db,
  endpointIds: readonly string[],
  identityIds: readonly string[],
  checkIds: readonly string[],
): Promise<void> {
  await tx.query(
    `DELETE FROM verdict
      WHERE (subject_kind = 'endpoint' AND subject_id = ANY ($1::uuid[]) OR subject_kind = 'identity' AND subject_id = ANY ($2::uuid[]))
        AND check_id <> ALL ($3::text[])`,
    [endpointIds, identityIds, checkIds],
  )
}

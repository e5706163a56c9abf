import { newId } from '#lib/core/ids.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'

export interface NewFinding {
  readonly checkId?: string
  /** One of the two; a finding of an endpoint takes over its identity. */
  readonly endpointId?: string
  readonly identityId?: string
  readonly severity?: Severity
  /** As the database spells it: `false_positive`. */
  readonly status?: string
  readonly evidence?: object
  readonly openedAt?: Date
  readonly assigneeId?: string
}

/** A finding as a scan would have left it. Returns its id. */
export async function addFinding(finding: NewFinding): Promise<string> {
  const id = newId()
  const kind = finding.endpointId === undefined ? 'identity' : 'endpoint'
  await pool().query(
    `INSERT INTO finding (id, check_id, subject_kind, subject_id, identity_id, endpoint_id, status, severity, evidence, opened_at,
                          last_seen_at, assignee_id, updated_at)
     VALUES ($1, $2, $3::subject_kind, COALESCE($4::uuid, $5::uuid),
             COALESCE($5::uuid, (SELECT identity_id FROM endpoint WHERE id = $4::uuid)), $4::uuid, $6::finding_status, $7::severity,
             $8::jsonb, $9, $9, $10, now())`,
    [
      id,
      finding.checkId ?? 'validity-expired',
      kind,
      finding.endpointId ?? null,
      finding.identityId ?? null,
      finding.status ?? 'open',
      finding.severity ?? 'high',
      finding.evidence ?? {},
      finding.openedAt ?? new Date(),
      finding.assigneeId ?? null,
    ],
  )
  return id
}

import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { CheckGroup, Evidence, Verdict } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** The newest judgement of one check on an endpoint. */
export interface EndpointVerdict {
  readonly checkId: string
  readonly title: string
  /** Null where this version no longer has the check. */
  readonly group: CheckGroup | null
  readonly outcome: Verdict['outcome']
  readonly severity: Severity | null
  readonly reason: string | null
  readonly evidence: Evidence
  readonly since: Date
  readonly evaluatedAt: Date
  /** The finding that it made, whatever became of it. */
  readonly findingId: string | null
}

type VerdictColumns = Omit<EndpointVerdict, 'title' | 'group'>

/** Failures first, then what was not assessed, passes, and what does not apply. */
export async function listEndpointVerdicts(principal: Principal, endpointId: string): Promise<EndpointVerdict[]> {
  requireRole(principal, 'viewer')
  const found = await rows<{ [Key in keyof VerdictColumns]: VerdictColumns[Key] }>(
    pool(),
    `SELECT v.check_id AS "checkId", replace(v.outcome::text, '_', '-') AS outcome, v.severity, v.reason, v.evidence, v.since,
            v.evaluated_at AS "evaluatedAt", f.id AS "findingId"
       FROM verdict v LEFT JOIN finding f ON f.check_id = v.check_id AND f.subject_kind = v.subject_kind AND f.subject_id = v.subject_id
      WHERE v.subject_kind = 'endpoint' AND v.subject_id = $1
      ORDER BY array_position(ARRAY['fail', 'not_assessed', 'pass', 'not_applicable'], v.outcome::text), v.severity DESC NULLS LAST, v.check_id`,
    [endpointId],
  )
  return found.map((row) => {
    const check = findCheck(row.checkId)
    return { ...row, title: check?.title ?? row.checkId, group: check?.group ?? null }
  })
}

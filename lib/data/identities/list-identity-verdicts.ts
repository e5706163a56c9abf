import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { CheckGroup, Evidence, Rung, Verdict } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Severity } from '#lib/core/severity.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** The newest judgement of one check on the identity or on one of its endpoints. */
export interface IdentityVerdict {
  readonly checkId: string
  /** From the check's declaration; its id where this version no longer has the check. */
  readonly title: string
  readonly group: CheckGroup | null
  readonly rung: Rung | null
  readonly subjectKind: 'endpoint' | 'identity'
  readonly subjectId: string
  /** Null where the identity itself was judged. */
  readonly endpoint: { readonly id: string; readonly name: string } | null
  readonly outcome: Verdict['outcome']
  readonly severity: Severity | null
  readonly reason: string | null
  readonly evidence: Evidence
  readonly since: Date
  readonly evaluatedAt: Date
  readonly observationIds: readonly string[]
  readonly certificateSha256: string | null
}

export interface IdentityVerdicts {
  /** All enabled endpoints of the identity, by name. */
  readonly endpoints: readonly { readonly id: string; readonly name: string }[]
  /** By check, in the order of failures, what was not assessed, passes, and what does not apply. */
  readonly rows: readonly IdentityVerdict[]
  /** True: there are more than are given. */
  readonly more: boolean
}

/** Some hundred endpoints with every check. */
const most = 10_000

type Columns = { [Key in keyof Omit<IdentityVerdict, 'title' | 'group' | 'rung' | 'endpoint'>]: IdentityVerdict[Key] }

/** Verdicts of an identity and of its enabled endpoints: what the ladder is read from. */
export async function listIdentityVerdicts(principal: Principal, identityId: string): Promise<IdentityVerdicts> {
  requireRole(principal, 'viewer')
  const [endpoints, found] = await Promise.all([listEndpointNames(identityId), select(identityId)])
  const names = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]))
  return { endpoints, rows: found.slice(0, most).map((row) => toVerdict(row, names)), more: found.length > most }
}

function listEndpointNames(identityId: string): Promise<{ id: string; name: string }[]> {
  return rows<{ id: string; name: string }>(
    pool(),
    `SELECT id, CASE WHEN host LIKE '%:%' THEN '[' || host || ']' ELSE host END || ':' || port AS name
       FROM endpoint WHERE identity_id = $1 AND enabled ORDER BY host, port, id`,
    [identityId],
  )
}

function select(identityId: string): Promise<Columns[]> {
  return rows<Columns>(
    pool(),
    `SELECT v.check_id AS "checkId", v.subject_kind AS "subjectKind", v.subject_id AS "subjectId",
            replace(v.outcome::text, '_', '-') AS outcome, v.severity, v.reason, v.evidence, v.since, v.evaluated_at AS "evaluatedAt",
            v.observation_ids AS "observationIds", encode(v.certificate_sha256, 'hex') AS "certificateSha256"
       FROM verdict v LEFT JOIN endpoint e ON v.subject_kind = 'endpoint' AND e.id = v.subject_id
      WHERE (v.subject_kind = 'identity' AND v.subject_id = $1)
         OR (v.subject_kind = 'endpoint' AND v.subject_id IN (SELECT id FROM endpoint WHERE identity_id = $1 AND enabled))
      ORDER BY array_position(ARRAY['fail', 'not_assessed', 'pass', 'not_applicable'], v.outcome::text), v.severity DESC NULLS LAST,
               v.check_id, e.host, e.port, v.subject_id
      LIMIT ${most + 1}`,
    [identityId],
  )
}

function toVerdict(row: Columns, endpoints: ReadonlyMap<string, { id: string; name: string }>): IdentityVerdict {
  const check = findCheck(row.checkId)
  return {
    ...row,
    title: check?.title ?? row.checkId,
    group: check?.group ?? null,
    rung: check?.rung ?? null,
    endpoint: row.subjectKind === 'endpoint' ? (endpoints.get(row.subjectId) ?? null) : null,
  }
}

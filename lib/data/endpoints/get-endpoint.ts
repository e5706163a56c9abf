import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { endpointTables, scanIntervalSeconds } from './endpoint-conditions.ts'
import { type EndpointRow, endpointColumns } from './endpoint-row.ts'

/** One endpoint with what its page needs beside lists of its own. */
export interface EndpointDetail extends EndpointRow {
  /** The rule that bound it; its place in the list from 1. */
  readonly rule: { readonly id: string; readonly hostPattern: string; readonly place: number } | null
  readonly scanIntervalSeconds: number
  /** Whose policy sets the interval; `default` where nobody's does. */
  readonly scanIntervalFrom: 'identity' | 'environment' | 'default'
  /** How deep scheduled scans look, and the intervals of the deeper parts. */
  readonly scanDepth: EffectivePolicy['scanDepth']
  readonly postureIntervalSeconds: number
  readonly mtlsIntervalSeconds: number
  /** A scan that has not come to it yet, or is at it now. */
  readonly activeScanId: string | null
  readonly evaluatedAt: Date | null
  readonly updatedAt: Date
}

type DetailColumns = Omit<EndpointDetail, 'rule' | 'scanDepth' | 'postureIntervalSeconds' | 'mtlsIntervalSeconds'> & {
  readonly identityPolicy: Policy | null
  readonly environmentPolicy: Policy | null
  readonly ruleId: string | null
  readonly hostPattern: string | null
  readonly place: number | null
}

/** Throws `not-found`. */
export async function getEndpoint(principal: Principal, id: string, now: Date = new Date()): Promise<EndpointDetail> {
  requireRole(principal, 'viewer')
  const [found] = isUuid(id) ? await select(id, now) : []
  if (!found) throw new AppError('not-found', 'There is no such endpoint.')
  const { ruleId, hostPattern, place, identityPolicy, environmentPolicy, ...detail } = found
  const { scanDepth, postureIntervalSeconds, mtlsIntervalSeconds } = effectivePolicy(environmentPolicy, identityPolicy)
  const deeper = { scanDepth, postureIntervalSeconds, mtlsIntervalSeconds }
  return {
    ...detail,
    ...deeper,
    rule: ruleId === null ? null : { id: ruleId, hostPattern: hostPattern ?? '', place: place ?? 0 },
  }
}

function select(id: string, now: Date) {
  return rows<{ [Key in keyof DetailColumns]: DetailColumns[Key] }>(
    pool(),
    `SELECT ${endpointColumns('$2')}, e.rule_id AS "ruleId", r.host_pattern AS "hostPattern",
            (SELECT count(*)::int FROM identity_rule b WHERE b.position <= r.position) AS place,
            ${scanIntervalSeconds} AS "scanIntervalSeconds", i.policy AS "identityPolicy", env.policy AS "environmentPolicy",
            CASE WHEN i.policy ? 'scanIntervalSeconds' THEN 'identity' WHEN env.policy ? 'scanIntervalSeconds' THEN 'environment'
                 ELSE 'default' END AS "scanIntervalFrom",
            (SELECT t.scan_id FROM scan_target t JOIN scan s ON s.id = t.scan_id
              WHERE t.endpoint_id = e.id AND t.state IN ('queued', 'leased') AND s.status IN ('queued', 'running', 'cancelling')
              ORDER BY s.created_at DESC LIMIT 1) AS "activeScanId",
            e.evaluated_at AS "evaluatedAt", e.updated_at AS "updatedAt"
       FROM ${endpointTables} LEFT JOIN identity_rule r ON r.id = e.rule_id WHERE e.id = $1`,
    [id, now],
  )
}

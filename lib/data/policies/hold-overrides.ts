import { findCheck } from '#lib/checks/catalogue/index.ts'
import { effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import { loweredBelowApproval, type Weighing } from '#lib/checks/weigh.ts'
import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal } from '#lib/core/principal.ts'
import type { Subjects } from '../evaluation/evaluate-subjects.ts'
import { type IdentityColumns, identityColumns, toIdentityRecord } from '../evaluation/identity-record.ts'
import { isInternetFacing } from '../evaluation/load-endpoint-facts.ts'
import { getTriageSettings } from '../findings/triage-settings.ts'
import { type Db, rows } from '../sql.ts'

/** Problems that a refusal tells. */
const mostTold = 20

/**
 * Runs a change of what these subjects answer to: policies, environments, bindings. What a policy makes a check weigh is
 * no way around the approval of an acceptance: where a failure weighed so much that an administrator approves its
 * acceptance, and by an override that is set, taken away or left behind no longer does, the change is an
 * administrator's. Compares what counts before and after, so whoever calls has locked what it changes. An endpoint that
 * was never judged has nothing that could be lowered. Throws `forbidden`, with each check under `at`.
 */
export async function holdOverrides<T>(
  tx: Db,
  principal: Principal,
  subjects: Subjects,
  at: string,
  change: () => Promise<T>,
): Promise<T> {
  if (hasRole(principal, 'admin')) return change()
  const { approvalFrom } = await getTriageSettings(tx)
  if (approvalFrom === null) return change()
  const before = await loadWeighings(tx, subjects)
  const result = await change()
  const after = await loadWeighings(tx, subjects)
  const moved = [...before].flatMap(([id, was]) => {
    const is = after.get(id)
    const silent = [was, is].every((one) => Object.keys(one?.severityOverrides ?? {}).length === 0)
    return is === undefined || silent ? [] : [{ id, was, is }]
  })
  const facing = await loadFacing(
    tx,
    moved.map(({ id }) => id),
  )
  const problems = moved.flatMap(({ id, was, is }) =>
    loweredBelowApproval(was, is, facing.get(id) ?? [false], approvalFrom, findCheck).map(({ checkId, from, to }) => ({
      at: `${at}.${checkId}`,
      problem: `${checkId} of ${was.name} would weigh ${to}, not ${from}, whose acceptance needs an administrator: so does this.`,
    })),
  )
  const [first] = problems
  if (first === undefined) return result
  throw new AppError('forbidden', first.problem, { problems: problems.slice(0, mostTold) })
}

interface NamedWeighing extends Weighing {
  readonly name: string
}

interface WeighingRow extends IdentityColumns {
  id: string
  name: string
  identityPolicy: Policy | null
  environmentPolicy: Policy | null
}

const columns = `${identityColumns}, i.policy AS "identityPolicy", env.policy AS "environmentPolicy"`

async function loadWeighings(tx: Db, { endpointIds, identityIds }: Subjects): Promise<Map<string, NamedWeighing>> {
  const identities = await rows<WeighingRow>(
    tx,
    `SELECT i.id, i.name, ${columns} FROM identity i LEFT JOIN environment env ON env.id = i.environment_id
      WHERE i.id = ANY ($1::uuid[])`,
    [identityIds],
  )
  const endpoints = await rows<WeighingRow>(
    tx,
    `SELECT e.id, e.host || ':' || e.port AS name, ${columns}
       FROM endpoint e LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN environment env ON env.id = i.environment_id
      WHERE e.id = ANY ($1::uuid[])
        AND EXISTS (SELECT 1 FROM verdict v WHERE v.subject_kind = 'endpoint' AND v.subject_id = e.id)`,
    [endpointIds],
  )
  return new Map(
    [...identities, ...endpoints].map((row) => {
      const { severityOverrides } = effectivePolicy(row.environmentPolicy, row.identityPolicy)
      return [row.id, { name: row.name, identity: toIdentityRecord(row), severityOverrides }]
    }),
  )
}

/** By subject. What is an identity's weighs for itself and for each of its endpoints, that face the internet or do not. */
async function loadFacing(tx: Db, ids: readonly string[]): Promise<Map<string, readonly boolean[]>> {
  if (ids.length === 0) return new Map()
  const found = await rows<{ id: string; own: boolean; ips: string[] }>(
    tx,
    `SELECT asked.id, bool_or(e.id = asked.id) AS own, array_agg(DISTINCT host(a.ip)) AS ips
       FROM unnest($1::uuid[]) AS asked(id) JOIN endpoint e ON e.id = asked.id OR e.identity_id = asked.id
       JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL AND a.last_scan_at IS NOT NULL GROUP BY 1`,
    [ids],
  )
  return new Map(
    found.map(({ id, own, ips }) => {
      const facing = isInternetFacing(ips.map((ip) => ({ ip }))) === true
      return [id, own || !facing ? [facing] : [false, true]]
    }),
  )
}

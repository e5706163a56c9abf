import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { RotationState } from '#lib/checks/rotation-due.ts'
import type { RotationSign } from '#lib/checks/rotation-sign.ts'
import { namedCondition } from '../named-condition.ts'
import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { DueFilter } from './due-filter.ts'

/**
 * A leaf `c` that is to be rotated, under an identity `i`, or at an endpoint `e` that is bound to none. Outer joins,
 * although leaf and endpoint are always there: Postgres leaves out those of which a query uses nothing.
 */
export const dueTables = `rotation_due d
  LEFT JOIN certificate c ON c.id = d.certificate_id
  LEFT JOIN endpoint e ON e.id = d.endpoint_id
  LEFT JOIN identity i ON i.id = d.identity_id
  LEFT JOIN environment env ON env.id = i.environment_id`

/** `host:port` of `e`. */
export const endpointLabel = `CASE WHEN e.host LIKE '%:%' THEN '[' || e.host || ']' ELSE e.host END || ':' || e.port`

/** Joined by AND; `true` where nothing is filtered. */
export function dueConditions(filter: DueFilter, now: Date, values: Parameters): string {
  const parts: string[] = []
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    parts.push(namedLike('d.endpoint_id', 'd.identity_id', like))
  }
  if (filter.state) parts.push(stateCondition('d', filter.state, now, values))
  if (filter.sign) parts.push(signCondition(findingsOfDue, filter.sign, values))
  if (filter.basis) parts.push(`d.basis = ANY (${values.add(filter.basis)}::text[])`)
  if (filter.identity) parts.push(`d.identity_id = ANY (${values.add(filter.identity)}::uuid[])`)
  if (filter.endpoint) parts.push(endpointCondition(values.add(filter.endpoint)))
  if (filter.environment) parts.push(namedCondition('env.name', filter.environment, values))
  if (filter.owner) parts.push(namedCondition('i.owner', filter.owner, values))
  if (filter.dueAfter) parts.push(`d.due_at >= ${values.add(filter.dueAfter)}::timestamptz`)
  if (filter.dueBefore) parts.push(`d.due_at < ${values.add(filter.dueBefore)}::timestamptz`)
  return parts.join(' AND ') || 'true'
}

/** That the endpoint's host or the identity's name is like a pattern: each is looked up in its own index. */
export function namedLike(endpointId: string, identityId: string, like: string): string {
  return `(${endpointId} IN (SELECT id FROM endpoint WHERE host ILIKE ${like})
    OR ${identityId} IN (SELECT id FROM identity WHERE name ILIKE ${like}))`
}

/** Of a table with the three instants (lib/checks/rotation-due.ts). */
export function stateCondition(table: string, states: readonly RotationState[], now: Date, values: Parameters): string {
  const at = `${values.add(now)}::timestamptz`
  const conditions: Readonly<Record<RotationState, string>> = {
    'on-time': `${table}.expected_at > ${at}`,
    due: `${table}.expected_at <= ${at} AND ${table}.due_at > ${at}`,
    overdue: `${table}.due_at <= ${at} AND ${table}.missed_at > ${at}`,
    missed: `${table}.missed_at <= ${at}`,
  }
  return `(${states.map((state) => conditions[state]).join(' OR ')})`
}

/** That an endpoint serves the leaf, whichever of several is named in the row. */
function endpointCondition(ids: string): string {
  return `(d.endpoint_id = ANY (${ids}::uuid[]) OR EXISTS (
    SELECT 1 FROM presence p JOIN address a ON a.id = p.address_id AND a.gone_at IS NULL
      JOIN endpoint other ON other.id = a.endpoint_id AND other.enabled
     WHERE p.certificate_id = d.certificate_id AND p.closed_at IS NULL AND p.position = 0
       AND other.id = ANY (${ids}::uuid[]) AND other.identity_id = d.identity_id))`
}

const signOf = new Map(
  catalogue.flatMap(({ id, rotationSign }) => (rotationSign === undefined ? [] : [[id, rotationSign] as const])),
)

/** Ids of checks whose findings are signs. */
export const signChecks: readonly string[] = [...signOf.keys()]

export function signsOf(checkIds: readonly string[]): RotationSign[] {
  return [...new Set(checkIds.flatMap((id) => signOf.get(id) ?? []))].sort()
}

/** Findings of the identity of a row of `rotation_due d`, or of its endpoint where that is bound to none. */
export const findingsOfDue =
  '(f.identity_id = d.identity_id OR d.identity_id IS NULL AND f.endpoint_id = d.endpoint_id)'

/** Of a row of `identity_rotation r`. */
export const findingsOfIdentity = 'f.identity_id = r.identity_id'

/** Open and acknowledged findings that are signs; `of`: which of them, as above. */
export function signFindings(of: string, checks: string): string {
  return `finding f WHERE f.status IN ('open', 'acknowledged') AND f.check_id = ANY (${checks}::text[]) AND ${of}`
}

export function signCondition(of: string, signs: readonly RotationSign[], values: Parameters): string {
  const checks = signChecks.filter((id) => signs.some((sign) => sign === signOf.get(id)))
  return `EXISTS (SELECT 1 FROM ${signFindings(of, values.add(checks))})`
}

import { namedCondition } from '../named-condition.ts'
import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import { namedLike } from './due-conditions.ts'
import type { RotationFilter } from './filter.ts'
import { lateRotation } from './late-rotation.ts'

/**
 * A rotation `r` from `previous` to `next`, with the identity that the endpoint had then. Outer joins, although leaves and
 * endpoint are always there: Postgres leaves out those of which a query uses nothing.
 */
export const rotationTables = `rotation r
  LEFT JOIN certificate previous ON previous.id = r.previous_id
  LEFT JOIN certificate next ON next.id = r.next_id
  LEFT JOIN endpoint e ON e.id = r.endpoint_id
  LEFT JOIN identity i ON i.id = r.identity_id
  LEFT JOIN environment env ON env.id = i.environment_id`

/** Joined by AND; `true` where nothing is filtered. */
export function rotationConditions(filter: RotationFilter, values: Parameters): string {
  const parts: string[] = []
  if (filter.q !== undefined) {
    const like = values.add(likeContains(filter.q))
    parts.push(namedLike('r.endpoint_id', 'r.identity_id', like))
  }
  if (filter.identity) parts.push(`r.identity_id = ANY (${values.add(filter.identity)}::uuid[])`)
  if (filter.endpoint) parts.push(`r.endpoint_id = ANY (${values.add(filter.endpoint)}::uuid[])`)
  if (filter.environment) parts.push(namedCondition('env.name', filter.environment, values))
  if (filter.owner) parts.push(namedCondition('i.owner', filter.owner, values))
  if (filter.kept !== undefined) parts.push(`r.key_kept = ${values.add(filter.kept)}`)
  if (filter.late !== undefined) parts.push(`${filter.late ? '' : 'NOT '}(${lateRotation})`)
  if (filter.since) parts.push(`r.at >= ${values.add(filter.since)}::timestamptz`)
  if (filter.until) parts.push(`r.at < ${values.add(filter.until)}::timestamptz`)
  return parts.join(' AND ') || 'true'
}

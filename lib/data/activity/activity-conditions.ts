import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { ActivityFilter } from './filter.ts'

/** Conditions on an audit entry `a`, joined by AND; `true` where nothing is filtered. */
export function activityConditions(filter: ActivityFilter, values: Parameters): string {
  const parts: string[] = []
  if (filter.q !== undefined) {
    parts.push(`(a.actor_name ILIKE ${values.add(likeContains(filter.q))} OR a.object_id = ${values.add(filter.q)})`)
  }
  if (filter.action) parts.push(`a.action = ANY (${values.add(filter.action)}::text[])`)
  if (filter.actor) parts.push(`a.actor_name = ANY (${values.add(filter.actor)}::text[])`)
  if (filter.object) parts.push(`a.object_type = ANY (${values.add(filter.object)}::text[])`)
  if (filter.objectId) parts.push(`a.object_id = ANY (${values.add(filter.objectId)}::text[])`)
  if (filter.since) parts.push(`a.at >= ${values.add(filter.since)}::timestamptz`)
  if (filter.until) parts.push(`a.at < ${values.add(filter.until)}::timestamptz`)
  return parts.join(' AND ') || 'true'
}

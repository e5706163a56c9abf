import type { Parameters } from '../parameters.ts'
import { likeContains } from '../search/like-pattern.ts'
import type { QuestionFilter } from './filter.ts'

/** Conditions on a question `v`, joined by AND; `true` where nothing is filtered. */
export function questionConditions(filter: QuestionFilter, values: Parameters): string {
  const parts: string[] = []
  if (filter.q !== undefined) {
    const part = values.add(likeContains(filter.q))
    const host = `v.question #>> '{endpoint,host}'`
    parts.push(
      `(v.identity_name ILIKE ${part} OR v.actor_name ILIKE ${part} OR ${host} ILIKE ${part} OR v.id::text = ${values.add(filter.q)})`,
    )
  }
  if (filter.verdict) parts.push(`v.verdict = ANY (${values.add(filter.verdict)}::text[])`)
  if (filter.identity) parts.push(`v.identity_id = ANY (${values.add(filter.identity)}::uuid[])`)
  if (filter.endpoint) parts.push(`v.endpoint_id = ANY (${values.add(filter.endpoint)}::uuid[])`)
  if (filter.actor) parts.push(`v.actor_name = ANY (${values.add(filter.actor)}::text[])`)
  if (filter.scanned !== undefined) parts.push(`v.scanned = ${values.add(filter.scanned)}`)
  if (filter.since) parts.push(`v.at >= ${values.add(filter.since)}::timestamptz`)
  if (filter.until) parts.push(`v.at < ${values.add(filter.until)}::timestamptz`)
  return parts.join(' AND ') || 'true'
}

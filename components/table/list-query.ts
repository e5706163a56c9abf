import { joinList, splitList } from '#lib/core/list-text.ts'
import type { ActiveFilter } from '#lib/data/filter.ts'

/** New values of URL parameters; null removes one. */
export type QueryChange = Readonly<Record<string, string | readonly string[] | null>>

/** The query after a change. Any change but that of the cursor goes back to the first page. */
export function changeQuery(query: string, change: QueryChange): string {
  const next = new URLSearchParams(query)
  if (!('cursor' in change)) next.delete('cursor')
  for (const [key, value] of Object.entries(change)) {
    const text = value === null ? '' : typeof value === 'string' ? value : joinList(value)
    if (text === '') next.delete(key)
    else next.set(key, text)
  }
  return next.toString()
}

export function readList(query: string, key: string): readonly string[] {
  return new URLSearchParams(query).getAll(key).flatMap(splitList)
}

/** The change that takes filters away; one that stands from the start is told to narrow nothing. */
export function withoutFilters(active: readonly ActiveFilter[]): QueryChange {
  return Object.fromEntries(active.map(({ key, cleared }) => [key, cleared ?? null]))
}

/** A column's next order: up, then down, then up again. */
export function nextSort(current: string, key: string): string {
  return current === key ? `-${key}` : key
}

/** Parameters that belong to the table's look, and not to the entity's filter. */
export const lookParameters = ['hide', 'show'] as const

/** The part of the query that the API understands, for exports and bulk actions. */
export function filterPart(query: string): string {
  const rest = new URLSearchParams(query)
  for (const key of [...lookParameters, 'cursor', 'limit']) rest.delete(key)
  return rest.toString()
}

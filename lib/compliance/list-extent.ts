import type { ObservationRow } from './report-snapshot.ts'

/** How much of what a server accepts a list tells. `unknown`: a report that was made before that was kept; never complete. */
export const listExtents = ['complete', 'partial', 'unknown'] as const

export type ListExtent = (typeof listExtents)[number]

/** Of the suites of one version; null where they were not asked for. */
export function suitesExtent({ suites, suitesComplete }: ObservationRow, version: string): ListExtent | null {
  if (suites?.[version] === undefined) return null
  return extentOf(suitesComplete?.[version])
}

/** Of the suites of all versions, the least sure one; null where nobody asked. */
export function allSuitesExtent({ suites, suitesComplete }: ObservationRow): ListExtent | null {
  if (suites === null) return null
  const versions = new Set([...Object.keys(suites), ...Object.keys(suitesComplete ?? {})])
  const extents = [...versions].map((version) => extentOf(suitesComplete?.[version]))
  if (extents.length === 0 || extents.includes('partial')) return 'partial'
  return extents.includes('unknown') ? 'unknown' : 'complete'
}

/** Null where nobody asked. */
export function groupsExtent({ groups, groupsComplete }: ObservationRow): ListExtent | null {
  return groups === null ? null : extentOf(groupsComplete)
}

function extentOf(complete: boolean | null | undefined): ListExtent {
  if (complete === true) return 'complete'
  return complete === false ? 'partial' : 'unknown'
}

import type { EvidenceFilter } from '#lib/data/compliance/filter.ts'
import { filterToQuery } from '#lib/data/filter.ts'

/** The page of a check, at those of its verdicts that are asked for. */
export function checkHref(
  id: string,
  { outcome, reason }: { outcome?: NonNullable<EvidenceFilter['outcome']>[number]; reason?: string } = {},
): string {
  const query = filterToQuery({ ...(outcome && { outcome: [outcome] }), ...(reason && { reason: [reason] }) })
  return `/compliance/checks/${id}${query === '' ? '' : `?${query}#verdicts`}`
}

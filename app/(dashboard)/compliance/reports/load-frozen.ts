import { cache } from 'react'
import { requirePrincipal } from '#lib/auth/session.ts'
import { getReport } from '#lib/data/report-snapshots/reports.ts'
import { orNotFound } from '../../or-not-found.ts'

/** The report that a path names, once per request. */
export const loadFrozen = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, report: await orNotFound(getReport(principal, id)) }
})

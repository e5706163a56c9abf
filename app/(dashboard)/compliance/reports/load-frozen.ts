import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePrincipal } from '#lib/auth/session.ts'
import { AppError } from '#lib/core/errors.ts'
import { getReport } from '#lib/data/report-snapshots/reports.ts'

/** Runs what throws `not-found`, and shows the page for that. */
export async function orNotFound<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound()
    throw error
  }
}

/** The report that a path names, once per request. */
export const loadFrozen = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, report: await orNotFound(() => getReport(principal, id)) }
})

'use server'

import { z } from 'zod'
import type { ActionResult } from '#lib/api/action-result.ts'
import { bulkSelection } from '#lib/api/bulk-selection.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { bulkChangeFindings } from '#lib/data/findings/bulk-change-findings.ts'
import { type BulkSummary, summariseBulk } from '#lib/data/findings/bulk-summary.ts'
import { type Changed, makeChange } from '#lib/data/findings/change-finding.ts'
import { findingFilter } from '#lib/data/findings/filter.ts'
import { findingChange } from '#lib/data/findings/finding-change.ts'
import { changing } from '../changing.ts'

const oneChange = z.strictObject({ id: z.guid(), updatedAt: z.date().optional(), change: findingChange })

/** Tells what came of it: an acceptance may become a proposal. */
export async function changeFindingAction(input: z.input<typeof oneChange>): Promise<ActionResult<Changed>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { id, updatedAt, change } = parsePart('body', oneChange, input)
    return makeChange(principal, { id, updatedAt }, change)
  })
}

const bulkChange = z.strictObject({
  selection: bulkSelection,
  change: findingChange,
})

export async function bulkChangeFindingsAction(input: z.input<typeof bulkChange>): Promise<ActionResult<BulkSummary>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { selection, change } = parsePart('body', bulkChange, input)
    const chosen =
      selection.kind === 'ids'
        ? { ids: selection.ids }
        : { filter: requireFilter(findingFilter, new URLSearchParams(selection.query)) }
    return summariseBulk(principal, await bulkChangeFindings(principal, chosen, change))
  })
}

'use server'

import { z } from 'zod'
import type { ActionResult } from '#lib/api/action-result.ts'
import { bulkSelection } from '#lib/api/bulk-selection.ts'
import { parsePart } from '#lib/api/read-input.ts'
import { requirePrincipal } from '#lib/auth/session.ts'
import { endpointAction } from '#lib/data/endpoints/bulk-action.ts'
import { bulkChangeEndpoints } from '#lib/data/endpoints/bulk-change-endpoints.ts'
import { type BulkSummary, summariseBulk } from '#lib/data/endpoints/bulk-summary.ts'
import { endpointFilter } from '#lib/data/endpoints/filter.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { changing } from '../changing.ts'

const bulkChange = z.strictObject({
  selection: bulkSelection,
  change: endpointAction,
})

export async function changeEndpointsAction(input: z.input<typeof bulkChange>): Promise<ActionResult<BulkSummary>> {
  const principal = await requirePrincipal()
  return changing(async () => {
    const { selection, change } = parsePart('body', bulkChange, input)
    const chosen =
      selection.kind === 'ids'
        ? { ids: selection.ids }
        : { filter: requireFilter(endpointFilter, new URLSearchParams(selection.query)) }
    return summariseBulk(await bulkChangeEndpoints(principal, chosen, change))
  })
}

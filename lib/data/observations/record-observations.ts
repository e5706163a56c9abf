import type { Principal } from '#lib/core/principal.ts'
import { evaluateInTransaction } from '../evaluation/evaluate-subjects.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction } from '../sql.ts'
import { type EndpointObservations, type RecordSummary, writeObservations } from './write-observations.ts'

/**
 * Records what was seen at endpoints and judges it, in one transaction. An endpoint may appear once in a batch.
 * Throws `forbidden` below analyst.
 */
export async function recordObservations(
  principal: Principal,
  batch: readonly EndpointObservations[],
  now: Date = new Date(),
): Promise<RecordSummary> {
  requireRole(principal, 'analyst')
  return inTransaction(async (tx) => {
    const summary = await writeObservations(tx, batch)
    await evaluateInTransaction(tx, { endpointIds: summary.recorded, identityIds: [] }, now)
    return summary
  })
}

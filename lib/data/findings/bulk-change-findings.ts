import { AppError } from '#lib/core/errors.ts'
import { countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { changeFindings } from './change-findings.ts'
import type { ChangeOutcome } from './decide-change.ts'
import type { FindingFilter } from './filter.ts'
import type { FindingChange } from './finding-change.ts'
import { findingConditions, findingTables } from './where.ts'

/** The most findings that one bulk action takes: as far as lists count. */
export const bulkLimit = countBound

/** Findings of one transaction: their subjects stay locked while it runs. */
const batchSize = 250

export type BulkSelection =
  | { readonly ids: readonly string[] }
  | { readonly filter: Omit<FindingFilter, 'sort' | 'cursor' | 'limit'> }

export interface BulkResult {
  readonly counts: Readonly<Record<ChangeOutcome['outcome'], number>>
  /** One entry per finding, in the order taken. */
  readonly items: readonly ({ readonly id: string } & ChangeOutcome)[]
}

/**
 * Makes one change to many findings, batch by batch; what became of each is told. A batch that was written stays
 * written where a later one fails. Throws `forbidden` below analyst (admin for approvals), `too-large` above
 * `bulkLimit`, and as `changeFindings`.
 */
export async function bulkChangeFindings(
  principal: Principal,
  selection: BulkSelection,
  change: FindingChange,
  now: Date = new Date(),
): Promise<BulkResult> {
  requireRole(principal, change.action === 'approve' ? 'admin' : 'analyst')
  const ids = 'ids' in selection ? [...new Set(selection.ids)] : await matchingIds(selection.filter)
  if (ids.length > bulkLimit) {
    throw new AppError(
      'too-large',
      `At most ${bulkLimit.toLocaleString('en')} findings can be changed at once; narrow the filter.`,
    )
  }
  const items: BulkResult['items'][number][] = []
  const counts = { changed: 0, proposed: 0, unchanged: 0, refused: 0, conflict: 0, 'not-found': 0 }
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize)
    const outcomes = await changeFindings(
      principal,
      batch.map((id) => ({ id })),
      change,
      now,
    )
    for (const [index, outcome] of outcomes.entries()) {
      counts[outcome.outcome] += 1
      items.push({ id: batch[index] ?? '', ...outcome })
    }
  }
  return { counts, items }
}

async function matchingIds(filter: Omit<FindingFilter, 'sort' | 'cursor' | 'limit'>): Promise<string[]> {
  const { where, values } = findingConditions(filter)
  const found = await rows<{ id: string }>(
    pool(),
    `SELECT f.id FROM ${findingTables} WHERE ${where} ORDER BY f.id LIMIT ${bulkLimit + 1}`,
    [...values],
  )
  return found.map((row) => row.id)
}

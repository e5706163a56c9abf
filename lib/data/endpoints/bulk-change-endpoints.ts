import { AppError } from '#lib/core/errors.ts'
import { countBound } from '#lib/core/page.ts'
import type { Principal, Role } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { createScan } from '../scans/create-scan.ts'
import type { ScanDepth } from '../scans/scan-depth.ts'
import { rows } from '../sql.ts'
import { bindEndpoints } from './bind-endpoints.ts'
import type { EndpointAction } from './bulk-action.ts'
import { changeEndpoints } from './change-endpoints.ts'
import { endpointConditions, endpointTables } from './endpoint-conditions.ts'
import { endpointLabel } from './endpoint-label.ts'
import type { EndpointConditions } from './filter.ts'
import { removeEndpoints } from './remove-endpoints.ts'

/** The most endpoints that one bulk action takes: as far as lists count. */
export const bulkLimit = countBound

/** Endpoints of one transaction: they stay locked while it runs. */
const batchSize = 250

export type BulkSelection = { readonly ids: readonly string[] } | { readonly filter: EndpointConditions }

export interface BulkItem {
  readonly id: string
  /** `host:port`; null where there was no such endpoint. */
  readonly label: string | null
  readonly outcome: 'changed' | 'unchanged' | 'refused' | 'not-found'
  readonly problem?: string
}

export interface BulkResult {
  readonly counts: Readonly<Record<BulkItem['outcome'], number>>
  /** One per endpoint, in the order taken. */
  readonly items: readonly BulkItem[]
  /** Scans that were queued: one per site. */
  readonly scanIds: readonly string[]
}

/**
 * Does one thing to many endpoints and says of each what became of it. All but a scan goes batch by batch: what was
 * written stays where a later batch fails. Throws `forbidden` (analyst; admin to remove), `too-large` above
 * `bulkLimit`, and `not-found` for an identity that there is not.
 */
export async function bulkChangeEndpoints(
  principal: Principal,
  selection: BulkSelection,
  change: EndpointAction,
  now: Date = new Date(),
): Promise<BulkResult> {
  requireRole(principal, roleFor(change))
  const ids = 'ids' in selection ? [...new Set(selection.ids)] : await matchingIds(selection.filter, now)
  if (ids.length > bulkLimit) {
    throw new AppError(
      'too-large',
      `At most ${bulkLimit.toLocaleString('en')} endpoints can be changed at once; narrow the filter.`,
    )
  }
  const { items, scanIds } =
    change.action === 'scan' ? await scan(principal, ids, change.depth) : await inBatches(principal, ids, change)
  const counts = { changed: 0, unchanged: 0, refused: 0, 'not-found': 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return { counts, items, scanIds }
}

function roleFor({ action }: EndpointAction): Role {
  return action === 'remove' ? 'admin' : 'analyst'
}

async function matchingIds(filter: EndpointConditions, now: Date): Promise<string[]> {
  const { where, values } = endpointConditions(filter, now)
  const found = await rows<{ id: string }>(
    pool(),
    `SELECT e.id FROM ${endpointTables} WHERE ${where} ORDER BY e.id LIMIT ${bulkLimit + 1}`,
    [...values.values],
  )
  return found.map((row) => row.id)
}

interface State {
  readonly id: string
  readonly label: string
  readonly enabled: boolean
  /** All that a bulk action may change, as one text. */
  readonly state: string
}

async function statesOf(ids: readonly string[]): Promise<Map<string, State>> {
  const found = await rows<{ [Key in keyof State]: State[Key] }>(
    pool(),
    `SELECT e.id, ${endpointLabel} AS label, e.enabled,
            concat_ws(' ', e.enabled, coalesce(e.identity_id::text, '-'), coalesce(e.bound_by::text, '-')) AS state
       FROM endpoint e WHERE e.id = ANY ($1::uuid[])`,
    [ids],
  )
  return new Map(found.map((row) => [row.id, row]))
}

async function scan(principal: Principal, ids: readonly string[], depth: ScanDepth = 'posture') {
  const states = await statesOf(ids)
  const enabled = ids.filter((id) => states.get(id)?.enabled)
  const scans = enabled.length === 0 ? [] : await createScan(principal, { kind: 'manual', endpointIds: enabled, depth })
  const items = ids.map((id): BulkItem => {
    const label = states.get(id)?.label ?? null
    if (label === null) return { id, label, outcome: 'not-found' }
    if (states.get(id)?.enabled) return { id, label, outcome: 'changed' }
    return { id, label, outcome: 'refused', problem: 'It is switched off: enable it first.' }
  })
  return { items, scanIds: scans.map((one) => one.id) }
}

async function inBatches(principal: Principal, ids: readonly string[], change: EndpointAction) {
  const items: BulkItem[] = []
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize)
    const before = await statesOf(batch)
    await act(principal, batch, change)
    const after = await statesOf(batch)
    items.push(
      ...batch.map((id): BulkItem => {
        const was = before.get(id)
        if (was === undefined) return { id, label: null, outcome: 'not-found' }
        return { id, label: was.label, outcome: was.state === after.get(id)?.state ? 'unchanged' : 'changed' }
      }),
    )
  }
  return { items, scanIds: [] }
}

async function act(principal: Principal, ids: readonly string[], change: EndpointAction): Promise<void> {
  if (change.action === 'bind') await bindEndpoints(principal, ids, change.identityId)
  else if (change.action === 'remove') await removeEndpoints(principal, ids)
  else await changeEndpoints(principal, ids, { enabled: change.action === 'enable' })
}

import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { countBound } from '#lib/core/page.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { auditMany } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { applyOwnership } from '../ownership/apply-ownership.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import { criticalities, type IdentityChoice } from './filter.ts'
import { identityConditions, identityTables } from './identity-conditions.ts'

/** The most identities that one bulk change takes: as far as lists count. */
export const bulkLimit = countBound

/** Identities of one transaction: they and their endpoints stay locked while it runs. */
const batchSize = 100

/** What can be said of many at once; what is left out stays, null clears. */
export const bulkIdentityChange = z
  .strictObject({
    owner: z.string().trim().min(1).max(200).nullable().optional(),
    environmentId: z.uuid().nullable().optional(),
    criticality: z.enum(criticalities).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'say what is to change')

export type BulkIdentityChange = z.infer<typeof bulkIdentityChange>

export type BulkSelection = { readonly ids: readonly string[] } | { readonly filter: IdentityChoice }

export interface BulkResult {
  readonly counts: Readonly<Record<BulkItem['outcome'], number>>
  /** One entry per identity, in the order taken. */
  readonly items: readonly BulkItem[]
}

export interface BulkItem {
  readonly id: string
  /** `unchanged`: it stood so already. */
  readonly outcome: 'changed' | 'unchanged' | 'not-found'
}

/**
 * Makes one change to many identities, batch by batch, and judges them anew. A batch that was written stays written
 * where a later one fails. Throws `forbidden` below analyst, `too-large` above `bulkLimit`, and `invalid-input` for an
 * environment that there is not.
 */
export async function bulkChangeIdentities(
  principal: Principal,
  selection: BulkSelection,
  change: BulkIdentityChange,
): Promise<BulkResult> {
  requireRole(principal, 'analyst')
  await requireEnvironment(change.environmentId ?? null)
  const ids = 'ids' in selection ? [...new Set(selection.ids)] : await matchingIds(selection.filter)
  if (ids.length > bulkLimit) {
    const limit = bulkLimit.toLocaleString('en')
    throw new AppError('too-large', `At most ${limit} identities can be changed at once; narrow the filter.`)
  }
  const items: BulkItem[] = []
  for (let start = 0; start < ids.length; start += batchSize) {
    items.push(...(await changeBatch(principal, ids.slice(start, start + batchSize), change)))
  }
  const counts = { changed: 0, unchanged: 0, 'not-found': 0 }
  for (const { outcome } of items) counts[outcome] += 1
  return { counts, items }
}

async function requireEnvironment(id: string | null): Promise<void> {
  if (id === null) return
  const [found] = await rows(pool(), 'SELECT 1 FROM environment WHERE id = $1', [id])
  if (!found) throw new AppError('invalid-input', 'There is no such environment.')
}

async function matchingIds(filter: IdentityChoice): Promise<string[]> {
  const { where, values } = identityConditions(filter)
  const found = await rows<{ id: string }>(
    pool(),
    `SELECT i.id FROM ${identityTables} WHERE ${where} ORDER BY i.id LIMIT ${bulkLimit + 1}`,
    [...values.values],
  )
  return found.map((row) => row.id)
}

function changeBatch(principal: Principal, batch: readonly string[], change: BulkIdentityChange): Promise<BulkItem[]> {
  const ids = batch.filter(isUuid).map((id) => id.toLowerCase())
  return inTransaction(async (tx) => {
    const endpoints = await rows<{ id: string }>(
      tx,
      'SELECT id FROM endpoint WHERE identity_id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [ids],
    )
    const there = await rows<{ id: string }>(
      tx,
      'SELECT id FROM identity WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
      [ids],
    )
    const subjects = { identityIds: ids, endpointIds: [] }
    const changedIds = await holdOverrides(tx, principal, subjects, 'environmentId', () => write(tx, ids, change))
    await applyOwnership(tx, changedIds)
    await auditMany(tx, principal, 'identity.update', 'identity', changedIds, change)
    if (changedIds.length > 0) {
      await judgeOrMarkDue(tx, { endpointIds: endpoints.map((row) => row.id), identityIds: changedIds }, new Date())
    }
    const isThere = new Set(there.map((row) => row.id))
    const isChanged = new Set(changedIds)
    return batch.map((id): BulkItem => {
      const key = id.toLowerCase()
      return { id, outcome: isChanged.has(key) ? 'changed' : isThere.has(key) ? 'unchanged' : 'not-found' }
    })
  })
}

/** Returns the ids of those that did not stand so already. */
async function write(
  tx: Db,
  ids: readonly string[],
  { owner, environmentId, criticality }: BulkIdentityChange,
): Promise<string[]> {
  const changed = await rows<{ id: string }>(
    tx,
    `UPDATE identity i SET owner = n.owner, owner_rule_id = CASE WHEN $2 THEN NULL ELSE i.owner_rule_id END, environment_id = n.environment_id, criticality = n.criticality, updated_at = now()
       FROM (SELECT id, CASE WHEN $2 THEN $3 ELSE owner END AS owner,
                    CASE WHEN $4 THEN $5::uuid ELSE environment_id END AS environment_id,
                    COALESCE($6::criticality, criticality) AS criticality
               FROM identity WHERE id = ANY ($1::uuid[])) n
      WHERE i.id = n.id
        AND ((i.owner, i.environment_id, i.criticality) IS DISTINCT FROM (n.owner, n.environment_id, n.criticality)
             OR $2 AND i.owner_rule_id IS NOT NULL)
      RETURNING i.id`,
    [
      ids,
      ...[owner !== undefined, owner ?? null],
      ...[environmentId !== undefined, environmentId ?? null],
      criticality ?? null,
    ],
  )
  return changed.map((row) => row.id)
}

import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { audit } from '../audit.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { requireRole } from '../require-role.ts'
import { type Db, inTransaction, rows } from '../sql.ts'
import { isUuid } from '../uuid.ts'
import type { ScanDepth } from './scan-depth.ts'
import { type ScanProgress, selectScans } from './scan-progress.ts'

export interface ScanRequest {
  readonly kind: 'manual' | 'schedule' | 'discovery' | 'demo'
  /** Absent: what is due at each endpoint by its policy. */
  readonly depth?: ScanDepth
  /** Somebody waits for what it sees: it does not queue behind other scans. */
  readonly awaited?: boolean
  /** Which enabled endpoints; all that are named here have to hold. */
  readonly endpointIds?: readonly string[]
  readonly filter?: { readonly siteId?: string; readonly identityId?: string; readonly neverScanned?: boolean }
}

/** Another job for each so many targets, so that several workers share a large scan. */
const targetsPerJob = 1000
const maxJobs = 8

/**
 * Queues a scan of endpoints: one per site among them, in no order. Throws `forbidden` below analyst, and `not-found`
 * where no enabled endpoint is meant.
 */
export async function createScan(principal: Principal, request: ScanRequest): Promise<ScanProgress[]> {
  requireRole(principal, 'analyst')
  return inTransaction(async (tx) => {
    const scans = await createScanInTransaction(tx, principal, request)
    if (scans.length === 0) throw new AppError('not-found', 'There is no endpoint to scan among these.')
    return scans
  })
}

/** `createScan` as a part of a transaction; gives no scan where there is nothing to scan. */
export async function createScanInTransaction(
  tx: Db,
  principal: Principal,
  request: ScanRequest,
): Promise<ScanProgress[]> {
  const { endpointIds = null, filter = {} } = request
  const bySite = await rows<{ siteId: string; endpointIds: string[] }>(
    tx,
    `SELECT site_id AS "siteId", array_agg(id ORDER BY id) AS "endpointIds" FROM endpoint
      WHERE enabled AND ($1::uuid[] IS NULL OR id = ANY ($1::uuid[])) AND ($2::uuid IS NULL OR site_id = $2::uuid)
        AND ($3::uuid IS NULL OR identity_id = $3::uuid) AND (NOT $4::bool OR last_scan_at IS NULL)
      GROUP BY site_id ORDER BY site_id`,
    [
      endpointIds?.filter(isUuid) ?? null,
      filter.siteId ?? null,
      filter.identityId ?? null,
      filter.neverScanned ?? false,
    ],
  )
  const ids: string[] = []
  for (const site of bySite) ids.push(await insertScan(tx, principal, request, site))
  return selectScans('s.id = ANY ($1::uuid[])', [ids], Math.max(1, ids.length), tx)
}

async function insertScan(
  tx: Db,
  principal: Principal,
  { kind, depth, awaited = false }: ScanRequest,
  { siteId, endpointIds }: { siteId: string; endpointIds: readonly string[] },
): Promise<string> {
  const id = newId()
  const total = endpointIds.length
  await tx.query('INSERT INTO scan (id, site_id, kind, depth, requested_by, total) VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    siteId,
    kind,
    depth ?? null,
    principal.name,
    total,
  ])
  await tx.query('INSERT INTO scan_target (scan_id, endpoint_id) SELECT $1, unnest($2::uuid[])', [id, endpointIds])
  for (let part = 0; part < Math.min(maxJobs, Math.ceil(total / targetsPerJob)); part += 1) {
    const name = awaited ? 'scan-awaited' : 'scan'
    await enqueueJob(tx, { name, siteId, payload: { scanId: id }, key: `scan:${id}:${part}` })
  }
  if (kind === 'manual') await audit(tx, principal, 'scan.create', { type: 'scan', id }, { total })
  return id
}

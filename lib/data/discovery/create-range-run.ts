import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { countRange } from '#lib/discovery/sources/ranges.ts'
import { audit } from '../audit.ts'
import { enqueueJob } from '../enqueue-job.ts'
import { requireRole } from '../require-role.ts'
import { getSite } from '../sites/get-site.ts'
import type { SiteRecord } from '../sites/site.ts'
import { inTransaction } from '../sql.ts'

export interface RangeRequest {
  readonly siteId: string
  readonly cidrs: readonly string[]
  readonly ports: readonly number[]
}

/**
 * Queues a run over address ranges. Returns its id. Throws `forbidden` below analyst, `invalid-input` for ranges or
 * ports that can't be read, and `too-large` with the limit and how to raise it.
 */
export async function createRangeRun(principal: Principal, { siteId, cidrs, ports }: RangeRequest): Promise<string> {
  requireRole(principal, 'analyst')
  const site = await getSite(principal, siteId)
  const total = checkRange(site, { siteId, cidrs, ports })
  const id = newId()
  await inTransaction(async (tx) => {
    await tx.query(
      `INSERT INTO discovery_run (id, site_id, source, input, requested_by, total) VALUES ($1, $2, 'range', $3, $4, $5)`,
      [id, siteId, { cidrs, ports }, principal.name, Number(total)],
    )
    await enqueueJob(tx, { name: 'discover', siteId, payload: { runId: id }, key: `discover:${id}` })
    await audit(
      tx,
      principal,
      'discovery.create',
      { type: 'discovery-run', id },
      { cidrs, ports, total: Number(total) },
    )
  })
  return id
}

/**
 * How many targets the ranges make. Throws `invalid-input` for ranges or ports that can't be read, and `too-large` with
 * the limit and how to raise it.
 */
export function checkRange(site: SiteRecord, { cidrs, ports }: RangeRequest): bigint {
  const badPort = ports.find((port) => !Number.isInteger(port) || port < 1 || port > 65_535)
  if (badPort !== undefined || ports.length === 0 || cidrs.length === 0) {
    const problem = badPort === undefined ? 'at least one range and one port' : `${badPort} is no port: 1 to 65535`
    throw new AppError('invalid-input', problem, {
      problems: [{ at: cidrs.length === 0 ? 'cidrs' : 'ports', problem }],
    })
  }
  const total = countRange(cidrs, ports)
  if (total > BigInt(site.maxRunTargets)) {
    throw new AppError(
      'too-large',
      `${cidrs.join(', ').slice(0, 200)} makes ${total.toLocaleString('en-US')} targets; one run at the site “${site.name}” may cover ` +
        `${site.maxRunTargets.toLocaleString('en-US')}. Split it into smaller ranges, name fewer ports, or let an administrator raise ` +
        '“Most targets of one discovery run” (maxRunTargets) of the site in Settings.',
    )
  }
  return total
}

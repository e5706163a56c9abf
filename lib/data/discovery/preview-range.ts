import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { expandRanges, readRanges } from '#lib/discovery/sources/ranges.ts'
import { checkAddress } from '#lib/scan/scope.ts'
import { requireRole } from '../require-role.ts'
import { getSite } from '../sites/get-site.ts'
import { rows } from '../sql.ts'
import { checkRange, type RangeRequest } from './create-range-run.ts'
import { scopeOf } from './scope-refusal.ts'

export interface RangePreview {
  readonly addresses: number
  /** Addresses times ports. */
  readonly targets: number
  readonly limit: number
  /** Endpoints of the site that lie in the ranges already. */
  readonly known: number
  /** How many of the addresses that were looked at the scope forbids, by its rule. */
  readonly refused: readonly { readonly rule: string; readonly count: number; readonly example: string }[]
  /** Addresses that were checked against the scope: all, or the first of a large range. */
  readonly checked: number
}

/** Checked one by one; the first of more say enough before the start, and the run checks each. */
const mostChecked = 4096

/** What a run over ranges would try; starts nothing. Throws as `createRangeRun`. */
export async function previewRange(principal: Principal, request: RangeRequest): Promise<RangePreview> {
  requireRole(principal, 'analyst')
  const site = await getSite(principal, request.siteId)
  const targets = Number(checkRange(site, request))
  const ports = [...new Set(request.ports)]
  const [port = 443] = ports
  const scope = scopeOf(site)
  const refused = new Map<string, { count: number; example: string }>()
  let checked = 0
  for await (const { host } of expandRanges(request.cidrs, [port], site.maxRunTargets)) {
    if (checked >= mostChecked) break
    checked += 1
    const decision = checkAddress(scope, host, host, port)
    if (decision.allowed) continue
    const one = refused.get(decision.rule)
    if (one) one.count += 1
    else refused.set(decision.rule, { count: 1, example: host })
  }
  return {
    addresses: targets / ports.length,
    targets,
    limit: site.maxRunTargets,
    known: await countKnown(site.id, request.cidrs, ports),
    refused: [...refused].map(([rule, one]) => ({ rule, ...one })).toSorted((a, b) => b.count - a.count),
    checked,
  }
}

async function countKnown(siteId: string, cidrs: readonly string[], ports: readonly number[]): Promise<number> {
  const [counted] = await rows<{ count: number }>(
    pool(),
    `SELECT count(*)::int AS count FROM endpoint e
      WHERE e.site_id = $1 AND e.port = ANY ($3::int[])
        AND CASE WHEN e.host ~ '^[0-9]+([.][0-9]+){3}$' OR e.host LIKE '%:%' THEN e.host::inet <<= ANY ($2::inet[]) ELSE false END`,
    [siteId, readRanges(cidrs).map(({ cidr }) => cidr), ports],
  )
  return counted?.count ?? 0
}

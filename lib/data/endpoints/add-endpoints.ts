import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import type { Transport } from '#lib/tls/observation.ts'
import { audit } from '../audit.ts'
import { judgeOrMarkDue } from '../evaluation/judge-or-mark-due.ts'
import { ensureIdentities, type NamedIdentity } from '../identities/ensure-identities.ts'
import { holdOverrides } from '../policies/hold-overrides.ts'
import { requireRole } from '../require-role.ts'
import { applyRulesInTransaction } from '../rules/apply-rules.ts'
import { type Db, inTransaction, rows } from '../sql.ts'

export interface EndpointEntry {
  readonly host: string
  readonly port: number
  /** SNI; empty sends none. */
  readonly serverName: string
  readonly transport: Transport
  /** What it ought to prove, where the entry says so; else the rules are asked. */
  readonly identity?: NamedIdentity
  readonly tags?: readonly string[]
}

export interface AddedEndpoint {
  readonly endpointId: string
  readonly state: 'added' | 'known'
}

export interface AddOptions {
  /** Who says the bindings: a person now, or a file. A binding by hand is changed by hand alone. */
  readonly boundBy: 'hand' | 'import'
  /** Where the endpoints come from: declared, import, discovery, demo. */
  readonly origin: string
}

/** Of one transaction. */
const maxEntries = 10_000

/**
 * Adds endpoints to a site; those that are there stay. Identities and environments that entries name are made. What
 * comes back has the order of `entries`. Doing it again changes nothing. Throws `forbidden` below analyst and as
 * `holdOverrides` does, and `too-large` for more than 10,000 entries.
 */
export async function addEndpoints(
  principal: Principal,
  siteId: string,
  entries: readonly EndpointEntry[],
  options: AddOptions = { boundBy: 'hand', origin: 'declared' },
): Promise<AddedEndpoint[]> {
  requireRole(principal, 'analyst')
  if (entries.length > maxEntries) throw new AppError('too-large', `At most ${maxEntries} endpoints at once.`)
  if (entries.length === 0) return []
  return inTransaction(async (tx) => {
    const now = new Date()
    const added = await upsert(tx, siteId, entries, options.origin)
    const { moved, left } = await bind(tx, principal, entries, added, options)
    const fresh = [...new Set(added.filter((one) => one.state === 'added').map((one) => one.endpointId))]
    await applyRulesInTransaction(tx, principal, fresh, now)
    await judgeOrMarkDue(tx, { endpointIds: [...fresh, ...moved], identityIds: left }, now)
    if (fresh.length > 0) {
      await audit(
        tx,
        principal,
        'endpoints.add',
        { type: 'site', id: siteId },
        { added: fresh.length, origin: options.origin },
      )
    }
    return added
  })
}

async function upsert(
  tx: Db,
  siteId: string,
  entries: readonly EndpointEntry[],
  origin: string,
): Promise<AddedEndpoint[]> {
  const distinct = [...new Map(entries.map((entry) => [keyOf(entry), entry]))].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const all = distinct.map(([, entry]) => entry)
  const columns = [
    all.map((one) => one.host),
    all.map((one) => one.port),
    all.map((one) => one.serverName),
    all.map((one) => one.transport),
  ]
  const inserted = await rows<{ id: string }>(
    tx,
    `INSERT INTO endpoint (id, site_id, host, port, server_name, transport, tags, origin, updated_at)
     SELECT id, $1, host, port, server_name, transport, string_to_array(tags, chr(31)), $8, now()
       FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::uuid[], $7::text[]) AS t(host, port, server_name, transport, id, tags)
     ON CONFLICT (site_id, host, port, server_name, transport) DO NOTHING RETURNING id`,
    [siteId, ...columns, all.map(() => newId()), all.map((one) => (one.tags ?? []).join('\x1f')), origin],
  )
  const fresh = new Set(inserted.map((row) => row.id))
  const found = await rows<{ id: string; host: string; port: number; serverName: string; transport: Transport }>(
    tx,
    `SELECT e.id, e.host, e.port, e.server_name AS "serverName", e.transport FROM endpoint e
       JOIN unnest($2::text[], $3::int[], $4::text[], $5::text[]) AS t(host, port, server_name, transport)
         ON e.host = t.host AND e.port = t.port AND e.server_name = t.server_name AND e.transport = t.transport
      WHERE e.site_id = $1`,
    [siteId, ...columns],
  )
  const idOf = new Map(found.map((row) => [keyOf(row), row.id]))
  return entries.map((entry) => {
    const endpointId = idOf.get(keyOf(entry))
    if (endpointId === undefined) throw new Error('an endpoint was not written')
    return {
      endpointId, // The second mention in one list is of an endpoint that is there.
      state: fresh.delete(endpointId) ? 'added' : 'known',
    }
  })
}

function keyOf({
  host,
  port,
  serverName,
  transport,
}: Pick<EndpointEntry, 'host' | 'port' | 'serverName' | 'transport'>): string {
  return `${host} ${port} ${serverName} ${transport}`
}

/** Binds what the entries name. Gives the endpoints whose binding moved and the identities that they left. */
async function bind(
  tx: Db,
  principal: Principal,
  entries: readonly EndpointEntry[],
  added: readonly AddedEndpoint[],
  { boundBy }: AddOptions,
) {
  const named = entries.flatMap((entry, index) => {
    const endpointId = added[index]?.endpointId
    return entry.identity && endpointId ? [{ identity: entry.identity, endpointId }] : []
  })
  if (named.length === 0) return { moved: [], left: [] }
  const identities = await ensureIdentities(
    tx,
    principal,
    named.map((one) => one.identity),
    boundBy === 'hand' ? 'declared' : 'import',
  )
  const wanted = new Map(named.map((one) => [one.endpointId, identities.get(one.identity.name)]))
  const subjects = { endpointIds: [...wanted.keys()], identityIds: [] }
  const moved = await holdOverrides(tx, principal, subjects, 'identity', () => move(tx, wanted, boundBy))
  return { moved: moved.map((row) => row.id), left: moved.flatMap((row) => row.left ?? []) }
}

function move(tx: Db, wanted: ReadonlyMap<string, string | undefined>, boundBy: AddOptions['boundBy']) {
  return rows<{ id: string; left: string | null }>(
    tx,
    `UPDATE endpoint e SET identity_id = t.identity_id, bound_by = $3::binding_origin, rule_id = NULL, updated_at = now()
       FROM unnest($1::uuid[], $2::uuid[]) AS t(id, identity_id), endpoint old
      WHERE e.id = t.id AND old.id = e.id AND e.identity_id IS DISTINCT FROM t.identity_id
        AND ($3 = 'hand' OR e.bound_by IS DISTINCT FROM 'hand') RETURNING e.id, old.identity_id AS left`,
    [[...wanted.keys()], [...wanted.values()], boundBy],
  )
}

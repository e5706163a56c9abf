import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type HostListProblem, parseHostList } from '#lib/discovery/sources/host-list.ts'
import { takePrivateKeys } from '#lib/x509/private-keys.ts'
import type { EndpointEntry } from '../endpoints/add-endpoints.ts'
import { withKeyProblems } from '../records/key-problems.ts'
import { requireRole } from '../require-role.ts'
import { bindingOf } from '../rules/apply-rules.ts'
import { listRules } from '../rules/list-rules.ts'
import { getSite } from '../sites/get-site.ts'
import { rows } from '../sql.ts'
import { readHostLines } from './read-host-lines.ts'

export interface PreviewedHost {
  readonly line: number
  readonly host: string
  readonly port: number
  /** SNI; empty sends none. */
  readonly serverName: string
  readonly transport: string
  /** What adding it would come to; `refused` by the scope of the site. */
  readonly outcome: 'added' | 'known' | 'refused'
  /** The scope's rule of a refusal. */
  readonly rule: string | null
  /** What it would have to prove: named by the line, or given by a binding rule. */
  readonly identity: string | null
  readonly boundBy: 'import' | 'rule' | null
}

export interface HostsPreview {
  readonly counts: { readonly added: number; readonly known: number; readonly refused: number }
  /** Endpoints to add that would be bound to nothing. */
  readonly unbound: number
  /** The first of them; refusals first, then what is new. */
  readonly rows: readonly PreviewedHost[]
  readonly problems: readonly HostListProblem[]
}

const shown = 200

/** What adding a host list would come to; writes nothing. Throws `forbidden` below analyst, `not-found` for the site. */
export async function previewHosts(
  principal: Principal,
  { siteId, text }: { readonly siteId: string; readonly text: string },
): Promise<HostsPreview> {
  requireRole(principal, 'analyst')
  const site = await getSite(principal, siteId)
  const { text: plain, keys } = takePrivateKeys(text)
  const { usable, refused, problems } = readHostLines(site, withKeyProblems(parseHostList(plain), keys))
  const [known, rules] = await Promise.all([
    findKnown(
      siteId,
      usable.map((one) => one.entry),
    ),
    listRules(principal),
  ])
  const seen = new Set<string>()
  const accepted = usable.map(({ line, entry }): PreviewedHost => {
    const key = keyOf(entry)
    // The second mention in one list is of an endpoint that is there.
    const outcome = known.has(key) || seen.has(key) ? 'known' : 'added'
    seen.add(key)
    const named = entry.identity?.name ?? null
    const identity = named ?? bindingOf(rules, entry.host)?.identity.name ?? null
    const boundBy = named !== null ? 'import' : identity === null ? null : 'rule'
    return { ...placeOf(entry), line, outcome, rule: null, identity, boundBy }
  })
  const forbidden = refused.map(({ line, entry, rule }): PreviewedHost => {
    return { ...placeOf(entry), line, outcome: 'refused', rule, identity: null, boundBy: null }
  })
  const added = accepted.filter((one) => one.outcome === 'added')
  const rest = accepted.filter((one) => one.outcome === 'known')
  return {
    counts: { added: added.length, known: rest.length, refused: forbidden.length },
    unbound: added.filter((one) => one.identity === null).length,
    rows: [...forbidden, ...added, ...rest].slice(0, shown),
    problems,
  }
}

function placeOf({ host, port, serverName, transport }: EndpointEntry) {
  return { host, port, serverName, transport }
}

function keyOf({ host, port, serverName, transport }: Omit<EndpointEntry, 'identity' | 'tags'>): string {
  return `${host} ${port} ${serverName} ${transport}`
}

async function findKnown(siteId: string, entries: readonly EndpointEntry[]): Promise<Set<string>> {
  const found = await rows<Pick<EndpointEntry, 'host' | 'port' | 'serverName' | 'transport'>>(
    pool(),
    `SELECT DISTINCT e.host, e.port, e.server_name AS "serverName", e.transport FROM endpoint e
       JOIN unnest($2::text[], $3::int[], $4::text[], $5::text[]) AS t(host, port, server_name, transport)
         ON e.host = t.host AND e.port = t.port AND e.server_name = t.server_name AND e.transport = t.transport
      WHERE e.site_id = $1`,
    [
      siteId,
      entries.map((one) => one.host),
      entries.map((one) => one.port),
      entries.map((one) => one.serverName),
      entries.map((one) => one.transport),
    ],
  )
  return new Set(found.map(keyOf))
}

import { newId } from '#lib/core/ids.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { Candidate } from '#lib/discovery/sources/candidate.ts'
import { type HostListProblem, parseHostList } from '#lib/discovery/sources/host-list.ts'
import { addEndpoints, type EndpointEntry } from '../endpoints/add-endpoints.ts'
import { readIdentityName } from '../identities/identity-name.ts'
import { requireRole } from '../require-role.ts'
import { createScanInTransaction } from '../scans/create-scan.ts'
import { getSite } from '../sites/get-site.ts'
import { inTransaction } from '../sql.ts'
import { writeResults } from './write-results.ts'

export interface HostsRun {
  readonly runId: string
  readonly added: number
  readonly known: number
  /** Lines that could not be used, with their numbers; all others were added. */
  readonly problems: readonly HostListProblem[]
  /** The scan of what the list names; null where nothing could be used. */
  readonly scanId: string | null
}

interface Line {
  readonly line: number
  readonly entry: EndpointEntry
}

const linesAtOnce = 5_000

/**
 * Adds the endpoints of a host list or CSV (`parseHostList`) and queues their scan. No line is lost: each is added, known,
 * or told as a problem. Throws `forbidden` below analyst and `not-found` for the site.
 */
export async function createHostsRun(
  principal: Principal,
  input: { readonly siteId: string; readonly text: string; readonly origin?: 'declared' | 'import' | 'demo' },
): Promise<HostsRun> {
  requireRole(principal, 'analyst')
  const { siteId, text, origin = 'import' } = input
  await getSite(principal, siteId)
  const list = parseHostList(text)
  const read = list.targets.map(({ line, ...candidate }) => ({ line, entry: toEndpointEntry(candidate) }))
  const usable = read.flatMap(({ line, entry }): Line[] => ('problem' in entry ? [] : [{ line, entry }]))
  const unusable = read.flatMap(({ line, entry }) => ('problem' in entry ? [{ line, problem: entry.problem }] : []))
  const problems = [...list.problems, ...unusable].toSorted((a, b) => a.line - b.line)

  const runId = newId()
  await pool().query(
    `INSERT INTO discovery_run (id, site_id, source, input, status, requested_by, total, started_at) VALUES ($1, $2, 'hosts', $3, 'running', $4, $5, now())`,
    [
      runId,
      siteId,
      { lines: list.targets.length + list.problems.length },
      principal.name,
      usable.length + problems.length,
    ],
  )
  await writeResults(
    pool(),
    runId,
    problems.map(({ line, problem }) => ({
      host: `line ${line}`,
      port: 0,
      outcome: 'invalid',
      detail: problem,
      line,
      endpointId: null,
    })),
  )
  const counts = { added: 0, known: 0 }
  const endpointIds: string[] = []
  for (let at = 0; at < usable.length; at += linesAtOnce) {
    const lines = usable.slice(at, at + linesAtOnce)
    const added = await addEndpoints(
      principal,
      siteId,
      lines.map((one) => one.entry),
      { boundBy: 'import', origin },
    )
    const results = lines.flatMap(({ line, entry }, index) => {
      const one = added[index]
      return one
        ? [{ host: entry.host, port: entry.port, outcome: one.state, detail: null, line, endpointId: one.endpointId }]
        : []
    })
    for (const one of results) counts[one.outcome] += 1
    endpointIds.push(...results.map((one) => one.endpointId))
    await writeResults(pool(), runId, results)
  }
  const scanId = await finish(principal, runId, endpointIds)
  return { runId, ...counts, problems, scanId }
}

async function finish(principal: Principal, runId: string, endpointIds: readonly string[]): Promise<string | null> {
  return inTransaction(async (tx) => {
    const [scan] =
      endpointIds.length === 0 ? [] : await createScanInTransaction(tx, principal, { kind: 'discovery', endpointIds })
    await tx.query(
      `UPDATE discovery_run SET status = 'done', done = total, found = $2, scan_id = $3, finished_at = now() WHERE id = $1`,
      [runId, endpointIds.length, scan?.id ?? null],
    )
    return scan?.id ?? null
  })
}

/** An endpoint as a candidate describes it; SNI is the host's name where the candidate says nothing else. */
export function toEndpointEntry(candidate: Candidate): EndpointEntry | { readonly problem: string } {
  const { host, port, serverName, transport, tags, owner, environment, criticality } = candidate
  const isName = !/^[\d.]+$|:/.test(host)
  const entry = {
    host,
    port,
    serverName: serverName ?? (isName ? host : ''),
    transport: transport ?? 'tls',
    ...(tags && { tags }),
  }
  if (candidate.identity === undefined) return entry
  const name = readIdentityName(candidate.identity)
  if ('problem' in name) return { problem: `identity: ${name.problem}` }
  return {
    ...entry,
    identity: { ...name, owner: owner ?? null, environment: environment ?? null, criticality: criticality ?? null },
  }
}

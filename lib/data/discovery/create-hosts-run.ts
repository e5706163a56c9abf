import { AppError } from '#lib/core/errors.ts'
import { newId } from '#lib/core/ids.ts'
import { log } from '#lib/core/log.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { type HostListProblem, parseHostList } from '#lib/discovery/sources/host-list.ts'
import { addEndpoints } from '../endpoints/add-endpoints.ts'
import { withKeyProblems } from '../records/key-problems.ts'
import { guardText } from '../records/record-exposures.ts'
import { requireRole } from '../require-role.ts'
import { createScanInTransaction } from '../scans/create-scan.ts'
import { getSite } from '../sites/get-site.ts'
import { inTransaction } from '../sql.ts'
import { failRun } from './advance-run.ts'
import { type HostLines, readHostLines } from './read-host-lines.ts'
import { writeResults } from './write-results.ts'

export interface HostsRun {
  readonly runId: string
  readonly added: number
  readonly known: number
  /** Lines whose target the scope of the site forbids; they were not added, and the run tells the rule. */
  readonly refused: number
  /** Lines that could not be used, with their numbers; all others were added. */
  readonly problems: readonly HostListProblem[]
  /** The scan of what the list names; null where nothing could be used. */
  readonly scanId: string | null
}

/** As many results as one call of `writeResults` keeps. */
const linesAtOnce = 1000

/**
 * Adds the endpoints of a host list or CSV (`parseHostList`) and queues their scan. No line is lost: each is added, known,
 * refused by the site's scope, or told as a problem. Throws `forbidden` below analyst and `not-found` for the site.
 */
export async function createHostsRun(
  principal: Principal,
  input: { readonly siteId: string; readonly text: string; readonly origin?: 'declared' | 'import' | 'demo' },
): Promise<HostsRun> {
  requireRole(principal, 'analyst')
  const { siteId, origin = 'import' } = input
  const site = await getSite(principal, siteId)
  const { text, keys } = await guardText(principal, input.text, 'host list')
  const list = withKeyProblems(parseHostList(text), keys)
  const lines = readHostLines(site, list)
  const { usable, refused, problems } = lines
  const runId = newId()
  await pool().query(
    `INSERT INTO discovery_run (id, site_id, source, input, status, requested_by, total, started_at) VALUES ($1, $2, 'hosts', $3, 'running', $4, $5, now())`,
    [
      runId,
      siteId,
      { lines: list.targets.length + list.problems.length },
      principal.name,
      usable.length + refused.length + problems.length,
    ],
  )
  try {
    await tellUnusable(runId, lines)
    const { endpointIds, ...counts } = await addUsable(principal, { runId, siteId, origin }, usable)
    const scanId = await finish(principal, runId, endpointIds, refused.length)
    return { runId, ...counts, refused: refused.length, problems, scanId }
  } catch (error) {
    const reason = error instanceof AppError ? error.message : 'It ended unexpectedly; the log says why.'
    await failRun(runId, reason).catch((lost: unknown) => log.error({ err: lost, runId }, 'a run could not be closed'))
    throw error
  }
}

async function tellUnusable(runId: string, { refused, problems }: HostLines): Promise<void> {
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
  for (let at = 0; at < refused.length; at += linesAtOnce) {
    const lines = refused.slice(at, at + linesAtOnce)
    await writeResults(
      pool(),
      runId,
      lines.map(({ line, entry: { host, port }, rule }) => {
        return { host, port, outcome: 'refused', detail: rule, line, endpointId: null }
      }),
    )
  }
}

async function addUsable(
  principal: Principal,
  { runId, siteId, origin }: { runId: string; siteId: string; origin: 'declared' | 'import' | 'demo' },
  usable: HostLines['usable'],
): Promise<{ readonly added: number; readonly known: number; readonly endpointIds: readonly string[] }> {
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
  return { ...counts, endpointIds }
}

async function finish(
  principal: Principal,
  runId: string,
  endpointIds: readonly string[],
  refused: number,
): Promise<string | null> {
  return inTransaction(async (tx) => {
    const [scan] =
      endpointIds.length === 0 ? [] : await createScanInTransaction(tx, principal, { kind: 'discovery', endpointIds })
    await tx.query(
      `UPDATE discovery_run SET status = 'done', done = total, found = $2, scan_id = $3, refused = $4, finished_at = now() WHERE id = $1`,
      [runId, endpointIds.length, scan?.id ?? null, refused],
    )
    return scan?.id ?? null
  })
}

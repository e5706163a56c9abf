import { RowsDigest, reportSha256 } from '#lib/compliance/report-digest.ts'
import { rowKeys } from '#lib/compliance/report-rows.ts'
import {
  type ReportRowKind,
  type ReportRows,
  type ReportSummary,
  reportRowKinds,
} from '#lib/compliance/report-snapshot.ts'
import { remember } from '#lib/core/remember.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'
import { rowsOf, type StoredPart, storedParts } from './stored-rows.ts'

/** Whether what is stored is what was frozen. */
export type Integrity = { readonly intact: true } | { readonly intact: false; readonly problem: string }

/** Checked reports that are remembered, the one asked for last at the end. */
const remembered = new Map<string, { readonly state: string; readonly integrity: Integrity }>()
const most = 200

/**
 * Computes the hash of a done report again and compares it with the one that was kept. Once for each state of its rows:
 * Postgres gives a row that was written to another version.
 */
export async function verifyReport(
  id: string,
  { summary, sha256 }: { readonly summary: ReportSummary; readonly sha256: string },
): Promise<Integrity> {
  const state = await stateOf(id)
  const known = remembered.get(id)
  remembered.delete(id)
  const integrity = known?.state === state ? known.integrity : await check(id, summary, sha256)
  remember(remembered, most, id, { state, integrity })
  return integrity
}

async function stateOf(id: string): Promise<string> {
  const [found] = await rows<{ state: string | null }>(
    pool(),
    `SELECT md5(string_agg(version, ',' ORDER BY version)) AS state FROM (
       SELECT xmin::text || ctid::text AS version FROM report WHERE id = $1
       UNION ALL SELECT kind || position || ' ' || xmin::text || ctid::text FROM report_part WHERE report_id = $1) versions`,
    [id],
  )
  return found?.state ?? ''
}

async function check(id: string, summary: ReportSummary, sha256: string): Promise<Integrity> {
  const digests = { verdict: '', finding: '', observation: '', certificate: '' }
  for (const kind of reportRowKinds) {
    const read = await digestOf(id, kind)
    if (read.problem !== null) return { intact: false, problem: read.problem }
    if (read.count !== summary.rows[kind])
      return { intact: false, problem: `${read.count} rows of ${summary.rows[kind]} (${kind}) are there.` }
    digests[kind] = read.sha256
  }
  return reportSha256(summary, digests) === sha256
    ? { intact: true }
    : { intact: false, problem: 'The hash of its content is another than the one that was kept when it was made.' }
}

async function digestOf(id: string, kind: ReportRowKind) {
  const digest = new RowsDigest()
  let count = 0
  let problem: string | null = null
  try {
    for await (const part of storedParts(id, kind)) {
      digest.add(part.lines)
      count += part.rows
      if (problem === null && !isIndexed(part, kind)) problem = `Part ${part.position} (${kind}) is not what it says.`
    }
  } catch (error) {
    // Neither the compression nor JSON of a part that was changed need hold.
    if (!(error instanceof SyntaxError) && !isZlibError(error)) throw error
    problem = `A part (${kind}) can no longer be read.`
  }
  return { sha256: digest.end(), count, problem }
}

/** By its keys a part is found: they must be those of its first and its last row. */
function isIndexed<Kind extends ReportRowKind>(part: StoredPart, kind: Kind): boolean {
  const keyOf: (row: ReportRows[Kind]) => string = rowKeys[kind]
  const lines = part.lines.split('\n')
  const ends = [lines[0], lines.at(-2)].map((line) => `${line}\n`)
  const [first, last] = ends.flatMap((line) => rowsOf<Kind>({ lines: line })).map(keyOf)
  return lines.length === part.rows + 1 && first === part.firstKey && last === part.lastKey
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
}

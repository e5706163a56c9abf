import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { RowsDigest } from '#lib/compliance/report-digest.ts'
import { rowKeys } from '#lib/compliance/report-rows.ts'
import type { ReportRowKind, ReportRows } from '#lib/compliance/report-snapshot.ts'
import { pool } from '#lib/db/client.ts'
import { storableJson } from '../storable.ts'

const partRows = 500
const partLength = 1024 * 1024
const compress = promisify(gzip)

/** The report was cancelled or deleted while it was made. */
export class ReportStopped extends Error {}

/** Counts what was written over all kinds, for the report's progress. */
export interface Written {
  rows: number
  /** Aborts when the worker is to stop. */
  readonly signal: AbortSignal
}

/**
 * Writes the rows of one kind in parts; each goes out with the progress, and only while the report is still to be made.
 * Resolves to their number and digest. Throws ReportStopped, and where the rows stand out of order.
 */
export async function writeParts<Kind extends ReportRowKind>(
  reportId: string,
  kind: Kind,
  rows: AsyncIterable<ReportRows[Kind]>,
  written: Written,
): Promise<{ readonly count: number; readonly sha256: string }> {
  const digest = new RowsDigest()
  const keyOf: (row: ReportRows[Kind]) => string = rowKeys[kind]
  let part = emptyPart()
  let position = 0
  let count = 0
  const flush = async () => {
    if (part.rows === 0) return
    written.signal.throwIfAborted()
    digest.add(part.lines)
    written.rows += part.rows
    count += part.rows
    await insert(reportId, kind, position, part, written.rows)
    position += 1
    part = { ...emptyPart(), lastKey: part.lastKey }
  }
  for await (const row of rows) {
    const key = keyOf(row)
    if (key <= part.lastKey) throw new Error(`a report's rows are out of order: ${part.lastKey} before ${key}`)
    if (part.rows === 0) part.firstKey = key
    part.lastKey = key
    part.lines += `${storableJson(row)}\n`
    part.rows += 1
    if (part.rows >= partRows || part.lines.length >= partLength) await flush()
  }
  await flush()
  return { count, sha256: digest.end() }
}

interface Part {
  lines: string
  rows: number
  firstKey: string
  lastKey: string
}

function emptyPart(): Part {
  return { lines: '', rows: 0, firstKey: '', lastKey: '' }
}

async function insert(
  reportId: string,
  kind: ReportRowKind,
  position: number,
  { lines, rows, firstKey, lastKey }: Part,
  done: number,
): Promise<void> {
  const { rowCount } = await pool().query(
    `WITH moved AS (UPDATE report SET done = $8 WHERE id = $1 AND status = 'running' RETURNING id)
     INSERT INTO report_part (report_id, kind, position, rows, first_key, last_key, content)
     SELECT id, $2, $3, $4, $5, $6, $7 FROM moved`,
    [reportId, kind, position, rows, firstKey, lastKey, await compress(lines), done],
  )
  if (rowCount !== 1) throw new ReportStopped('the report is no longer to be made')
}

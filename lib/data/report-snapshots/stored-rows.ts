import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { rowKeys } from '#lib/compliance/report-rows.ts'
import type { ReportRowKind, ReportRows } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { pool } from '#lib/db/client.ts'
import { rows } from '../sql.ts'

const decompress = promisify(gunzip)

export interface StoredPart {
  readonly position: number
  readonly rows: number
  readonly firstKey: string
  readonly lastKey: string
  /** JSON, each with its line feed. */
  readonly lines: string
}

/** Parts of one kind in their order, one at a time; with `from` those that may hold that key or a later one. */
export async function* storedParts(reportId: string, kind: ReportRowKind, from = ''): AsyncGenerator<StoredPart> {
  for (let after = -1; ; ) {
    const [part] = await rows<{ [Key in keyof Omit<StoredPart, 'lines'>]: StoredPart[Key] } & { content: Buffer }>(
      pool(),
      `SELECT position, rows, first_key AS "firstKey", last_key AS "lastKey", content FROM report_part
        WHERE report_id = $1 AND kind = $2 AND position > $3 AND last_key COLLATE "C" >= $4 ORDER BY position LIMIT 1`,
      [reportId, kind, after, from],
    )
    if (!part) return
    const { content, ...place } = part
    yield { ...place, lines: (await decompress(content)).toString('utf8') }
    after = part.position
  }
}

/**
 * Rows of one kind in the order of their keys: all of them, and then they must be `expected`, or those after a key.
 * Throws `not-found` where the report was deleted meanwhile.
 */
export async function* storedRows<Kind extends ReportRowKind>(
  reportId: string,
  kind: Kind,
  { expected = null, after = '' }: { readonly expected?: number | null; readonly after?: string } = {},
): AsyncGenerator<ReportRows[Kind]> {
  const keyOf: (row: ReportRows[Kind]) => string = rowKeys[kind]
  let count = 0
  for await (const part of storedParts(reportId, kind, after)) {
    for (const row of rowsOf<Kind>(part)) {
      if (keyOf(row) <= after) continue
      count += 1
      yield row
    }
  }
  if (expected !== null && count !== expected)
    throw new AppError('not-found', 'The report is no longer whole; was it deleted?')
}

/** The rows of a part, as they were written. */
export function rowsOf<Kind extends ReportRowKind>({ lines }: Pick<StoredPart, 'lines'>): ReportRows[Kind][] {
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line): ReportRows[Kind] => JSON.parse(line))
}

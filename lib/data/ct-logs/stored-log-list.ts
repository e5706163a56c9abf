import { z } from 'zod'
import { type CtLog, type CtLogList, logStates } from '#lib/x509/transparency/ct-log.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

/** A list's logs as the row holds them, as `readLogList` made them. */
export const storedLogs: z.ZodType<readonly CtLog[]> = z.array(
  z.object({
    id: z.string(),
    key: z.string(),
    name: z.string(),
    operator: z.string(),
    previousOperators: z.array(z.object({ name: z.string(), until: z.string() })),
    url: z.string().nullable(),
    tiled: z.boolean(),
    mmdSeconds: z.number().nullable(),
    state: z.object({ kind: z.enum(logStates), since: z.string() }).nullable(),
    interval: z.object({ from: z.string(), until: z.string() }).nullable(),
  }),
)

/** Which list is on record: at most one row. */
export interface LogListRow {
  id: string
}

export const currentLogList: Reading<LogListRow> = { text: 'SELECT id FROM ct_log_list' }

/** Of the list that was read last: it changes with an upload, and is asked for with every judgement. */
let kept: { readonly id: string; readonly list: CtLogList } | null = null

/** The list that `currentLogList` found; null where there is none, or was one until now. */
export async function loadLogList(db: Db, [row]: readonly LogListRow[]): Promise<CtLogList | null> {
  if (row === undefined) return null
  if (kept?.id === row.id) return kept.list
  const [found] = await rows<{ version: string; asOf: Date; logs: unknown }>(
    db,
    'SELECT version, as_of AS "asOf", logs FROM ct_log_list WHERE id = $1',
    [row.id],
  )
  if (!found) return null
  const logs = new Map(storedLogs.parse(found.logs).map((log) => [log.id, log]))
  const list = { version: found.version, asOf: found.asOf.toISOString(), logs }
  kept = { id: row.id, list }
  return list
}

/** The list on record by itself. */
export async function loadCurrentLogList(db: Db): Promise<CtLogList | null> {
  return loadLogList(db, await rows<{ id: string }>(db, currentLogList.text))
}

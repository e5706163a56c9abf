import { type Db, rows } from './sql.ts'

/** A statement that can be one of several in a round trip: its rows come as JSON. */
export interface Reading<Row> {
  readonly text: string
  /** Columns that are instants; JSON knows none. Bytes have to be encoded by the statement. */
  readonly dates?: readonly (keyof Row & string)[]
}

type Readings<Rows> = { readonly [Name in keyof Rows]: Reading<Rows[Name]> }

/**
 * The rows of several readings by one statement and of one snapshot: what a row needs to come by itself costs more than to
 * read it. All share the parameters, and each parameter has to stand in one of them. `common`: a query by its name that they
 * may select from.
 */
export async function readTogether<Rows extends Record<string, object>>(
  db: Db,
  readings: Readings<Rows>,
  values: unknown[],
  common?: readonly [name: string, text: string],
): Promise<{ [Name in keyof Rows]: Rows[Name][] }> {
  const columns = Object.entries(readings).map(
    ([name, { text }]) => `(SELECT coalesce(json_agg(r), '[]') FROM (${text}) r) AS "${name}"`,
  )
  const head = common ? `WITH ${common[0]} AS MATERIALIZED (${common[1]})\n` : ''
  const [found] = await rows<{ [Name in keyof Rows]: Rows[Name][] }>(db, `${head}SELECT ${columns.join(',\n')}`, values)
  if (!found) throw new Error('a statement without FROM gave no row')
  for (const [name, { dates = [] }] of Object.entries(readings)) {
    for (const row of found[name] ?? []) revive(row, dates)
  }
  return found
}

function revive(row: object, dates: readonly string[]): void {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value === 'string' && dates.includes(column)) Object.assign(row, { [column]: new Date(value) })
  }
}

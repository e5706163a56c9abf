import type pg from 'pg'
import type { Db } from '../sql.ts'

/** The rows of a statement inside an open transaction, `fetchSize` at a time. One such reading is open at a time. */
export async function* cursorRows<Row extends pg.QueryResultRow>(
  tx: Db,
  text: string,
  values: readonly unknown[],
  fetchSize = 500,
): AsyncGenerator<Row> {
  await tx.query(`DECLARE report_rows NO SCROLL CURSOR FOR ${text}`, [...values])
  for (;;) {
    const { rows } = await tx.query<Row>(`FETCH ${fetchSize} FROM report_rows`)
    yield* rows
    if (rows.length < fetchSize) break
  }
  // Left open where the reader stops early: its transaction is over then.
  await tx.query('CLOSE report_rows')
}

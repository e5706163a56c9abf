import type { Cell, ExportColumn, ExportFormat } from '../export-format.ts'
import { textStream } from '../text-stream.ts'

/** One array with one object per row and line, keyed by the columns' keys; dates in ISO 8601. */
export const json: ExportFormat = {
  extension: 'json',
  contentType: 'application/json; charset=utf-8',
  label: 'JSON',
  stream: (columns, rows) => textStream(objects(columns, rows)),
}

async function* objects<Row>(columns: readonly ExportColumn<Row>[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  let separator = '[\n'
  for await (const row of rows) {
    const entries = columns.map((column): [string, Cell] => [column.key, column.value(row)])
    yield `${separator}${JSON.stringify(Object.fromEntries(entries))}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

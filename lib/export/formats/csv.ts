import Papa from 'papaparse'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import type { Cell, ExportColumn, ExportFormat } from '../export-format.ts'
import { textStream } from '../text-stream.ts'

/** What spreadsheets read as a formula at the start of a cell, full-width forms included. Such text gets an apostrophe. */
const formula = /^\s*[=+\-@＝＋－＠|%]/u

/** RFC 4180 with CRLF. Text and dates are quoted, so that no spreadsheet splits them, whatever its separator. */
export const csv: ExportFormat = {
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8; header=present',
  label: 'CSV',
  stream: (columns, rows) => textStream(lines(columns, rows)),
}

async function* lines<Row>(columns: readonly ExportColumn<Row>[], rows: AsyncIterable<Row>): AsyncGenerator<string> {
  yield line(columns.map((column) => column.label))
  for await (const row of rows) yield line(columns.map((column) => column.value(row)))
}

function line(cells: readonly Cell[]): string {
  const values = cells.map(toValue)
  return `${Papa.unparse([values], { quotes: (value) => typeof value === 'string', escapeFormulae: formula })}\r\n`
}

/** Dates as text in ISO 8601; one row stays one line, whatever a certificate holds. */
function toValue(cell: Cell): string | number | boolean | null {
  if (cell instanceof Date) return cell.toISOString()
  if (typeof cell === 'string') return escapeUnsafe(cell)
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell
}

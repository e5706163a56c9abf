/** What a cell can hold; text may come from a certificate and is made safe by the format. */
export type Cell = string | number | boolean | Date | null

export interface ExportColumn<Row> {
  /** Stable, for programs: `openedAt`. */
  readonly key: string
  /** For people: `Opened`. */
  readonly label: string
  readonly value: (row: Row) => Cell
}

/** One file format: a file in formats/, a line in formats/index.ts. */
export interface ExportFormat {
  readonly extension: string
  readonly contentType: string
  /** As text for people: `CSV`. */
  readonly label: string
  /** UTF-8 without a byte order mark, written while rows come; cancelling the stream ends the rows. */
  stream<Row>(columns: readonly ExportColumn<Row>[], rows: AsyncIterable<Row>): ReadableStream<Uint8Array>
}

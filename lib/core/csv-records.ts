import Papa from 'papaparse'

export interface CsvRecord {
  /** Of the file, from 1: where the record begins. */
  readonly line: number
  readonly cells: readonly string[]
}

/** Records of a CSV text (RFC 4180), blank ones too; without a delimiter it is guessed. Never throws. */
export function csvRecords(text: string, delimiter?: string): CsvRecord[] {
  const { data } = Papa.parse<string[]>(text, { ...(delimiter !== undefined && { delimiter }), skipEmptyLines: false })
  let next = 1
  return data.map((cells) => {
    const line = next
    next += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
    return { line, cells }
  })
}

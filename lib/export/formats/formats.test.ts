import Papa from 'papaparse'
import { expect, test } from 'vitest'
import type { ExportColumn } from '../export-format.ts'
import { csv } from './csv.ts'
import { exportFormats } from './index.ts'
import { json } from './json.ts'

interface Row {
  readonly name: string
  readonly count: number
  readonly at: Date | null
}

const columns: readonly ExportColumn<Row>[] = [
  { key: 'name', label: 'Name', value: (row) => row.name },
  { key: 'count', label: 'Count', value: (row) => row.count },
  { key: 'at', label: 'Seen at', value: (row) => row.at },
]

const at = new Date('2026-11-23T05:00:00Z')

async function* of(...rows: Row[]): AsyncGenerator<Row> {
  yield* rows
}

function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  return new Response(stream).text()
}

test('CSV: a heading, CRLF, no byte order mark, dates as ISO text, numbers as numbers, missing as empty', async () => {
  const bytes = new Uint8Array(
    await new Response(
      csv.stream(columns, of({ name: 'a', count: -1, at }, { name: 'b', count: 2, at: null })),
    ).arrayBuffer(),
  )
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe(
    '"Name","Count","Seen at"\r\n"a",-1,"2026-11-23T05:00:00.000Z"\r\n"b",2,\r\n',
  )
})

test.each([
  '=HYPERLINK("https://evil.example")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '  =1+1',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  "|cmd' /C calc'!A0",
])('CSV: %j can be no formula in any spreadsheet', async (name) => {
  const written = await text(csv.stream(columns, of({ name, count: 0, at: null })))
  const [, row] = Papa.parse<string[]>(written.trimEnd()).data
  expect(row?.[0]).toMatch(/^['\\]/)
})

test('CSV: quotes, separators and line breaks stay within their cell; control and direction characters are written out', async () => {
  const written = await text(csv.stream(columns, of({ name: 'a";,b\n\u202e\u001b[31m', count: 0, at: null })))
  expect(written.split('\r\n')[1]).toBe('"a"";,b\\0a\\e2\\80\\ae\\1b[31m",0,')
})

test('JSON: one well-formed array with keys, dates in ISO 8601; empty is an empty array', async () => {
  expect(
    JSON.parse(await text(json.stream(columns, of({ name: '=1', count: 1, at }, { name: 'b', count: 2, at: null })))),
  ).toEqual([
    { name: '=1', count: 1, at: '2026-11-23T05:00:00.000Z' },
    { name: 'b', count: 2, at: null },
  ])
  expect(JSON.parse(await text(json.stream(columns, of())))).toEqual([])
})

test.each(Object.entries(exportFormats))(
  '%s: rows are asked for as the reader takes them, and end where it stops',
  async (_name, format) => {
    let given = 0
    let ended = false
    async function* endless(): AsyncGenerator<Row> {
      try {
        for (;;) {
          given += 1
          yield { name: 'x'.repeat(1000), count: given, at }
        }
      } finally {
        ended = true
      }
    }
    const reader = format.stream(columns, endless()).getReader()
    await reader.read()
    expect(given).toBeLessThan(200)
    await reader.cancel()
    expect(ended).toBe(true)
  },
)

test.each(Object.entries(exportFormats))(
  '%s: an error of the rows breaks the file off, so that it never looks whole',
  async (_name, format) => {
    async function* failing(): AsyncGenerator<Row> {
      yield { name: 'a', count: 1, at }
      throw new Error('the database went away')
    }
    await expect(text(format.stream(columns, failing()))).rejects.toThrow('the database went away')
  },
)

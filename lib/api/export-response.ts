import { log } from '#lib/core/log.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { type ExportFormatName, exportFormats } from '#lib/export/formats/index.ts'

/** A file of rows, sent while they are read. `name` is the file's, without date and ending: `findings`. */
export function exportResponse<Row>(
  name: string,
  format: ExportFormatName,
  columns: readonly ExportColumn<Row>[],
  rows: AsyncIterable<Row>,
): Response {
  const { contentType, extension, stream } = exportFormats[format]
  const day = new Date().toISOString().slice(0, 10)
  return new Response(stream(columns, logged(name, rows)), {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}-${day}.${extension}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The status is sent by then: an error can only break the file off, so that this is the last place to log it. */
async function* logged<Row>(name: string, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  try {
    yield* rows
  } catch (error) {
    log.error({ err: error, export: name }, 'an export broke off')
    throw error
  }
}

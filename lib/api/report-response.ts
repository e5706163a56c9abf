import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { log } from '#lib/core/log.ts'
import { productVersion } from '#lib/core/product-version.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { activeSigningKey, listSigningKeys } from '#lib/data/signing/signing-keys.ts'
import { bundle } from '#lib/export/report/bundle/index.ts'
import type { ReportFormat, ReportSigning } from '#lib/export/report/report-format.ts'

/** A report as a file, sent while it is read. Its name tells the report's day and its hash's head. */
export async function reportResponse(source: ReportSource, format: ReportFormat): Promise<Response> {
  const signing = format.key === bundle.key ? await signingKeys() : null
  const name = `report-${source.summary.asOf.slice(0, 10)}-${source.sha256.slice(0, 8)}`
  const file = format.write(source, { productVersion, baseUrl: publicUrl(), signing })
  return new Response(logged(file, { report: source.summary.id, format: format.key }), {
    headers: {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="${name}.${format.extension}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** The status is sent by then: an error can only break the file off, so that this is the last place to log it. */
function logged(file: ReadableStream<Uint8Array>, what: object): ReadableStream<Uint8Array> {
  const reader = file.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          log.error({ err: error, ...what }, 'an export of a report broke off')
          throw error
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // As fast as it is taken, and no faster.
    { highWaterMark: 0 },
  )
}

/** Null where the installation's secret no longer opens its key: the bundle says so itself. */
async function signingKeys(): Promise<ReportSigning | null> {
  try {
    return { key: await activeSigningKey(), publicKeys: (await listSigningKeys()).map(({ jwk }) => jwk) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null
    throw error
  }
}

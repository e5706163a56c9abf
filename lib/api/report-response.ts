import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { AppError } from '#lib/core/errors.ts'
import { productVersion } from '#lib/core/product-version.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { activeSigningKey, listSigningKeys } from '#lib/data/signing/signing-keys.ts'
import type { ReportFormat, ReportSigning } from '#lib/export/report/report-format.ts'

/** A report as a file, sent while it is read. Its name tells the report's day and its hash's head. */
export async function reportResponse(source: ReportSource, format: ReportFormat): Promise<Response> {
  const signing = await signingKeys()
  const name = `report-${source.summary.asOf.slice(0, 10)}-${source.sha256.slice(0, 8)}`
  return new Response(format.write(source, { productVersion, baseUrl: publicUrl(), signing }), {
    headers: {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="${name}.${format.extension}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

/** Null where the installation's secret no longer opens its key: what needs no signature is handed out all the same. */
async function signingKeys(): Promise<ReportSigning | null> {
  try {
    return { key: await activeSigningKey(), publicKeys: (await listSigningKeys()).map(({ jwk }) => jwk) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null
    throw error
  }
}

import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import type { ReportContext, ReportFormat } from '#lib/export/report/report-format.ts'

/** Without a key: no bundle can be made with it. */
export const sampleContext: ReportContext = { productVersion: '0.1.0', baseUrl: null, signing: null }

export async function exportBytes(
  format: ReportFormat,
  source: ReportSource,
  context: ReportContext = sampleContext,
): Promise<Buffer> {
  return Buffer.from(await new Response(format.write(source, context)).arrayBuffer())
}

/** As strict UTF-8 without a byte order mark. */
export async function exportText(
  format: ReportFormat,
  source: ReportSource,
  context: ReportContext = sampleContext,
): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await exportBytes(format, source, context))
}

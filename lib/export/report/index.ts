import { bundle } from './bundle/index.ts'
import { contentFormats } from './content-formats.ts'
import type { ReportFormat } from './report-format.ts'

/** Every file that a report can be handed out as, in the order in which they are offered. */
export const reportFormats: readonly ReportFormat[] = [bundle, ...contentFormats]

/** Null where there is none of this key. */
export function findReportFormat(key: string): ReportFormat | null {
  return reportFormats.find((format) => format.key === key) ?? null
}

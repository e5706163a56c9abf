import { csvExceptions, csvFindings, csvVerdicts } from './csv.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { htmlReport } from './html/index.ts'
import { json } from './json.ts'
import { oscal } from './oscal/index.ts'
import { pdf } from './pdf/index.ts'
import type { ReportFormat } from './report-format.ts'

/** Every file that a report can be handed out as, in the order in which they are offered. */
export const reportFormats: readonly ReportFormat[] = [
  pdf,
  htmlReport,
  csvVerdicts,
  csvFindings,
  csvExceptions,
  json,
  oscal,
  cyclonedx,
]

/** Null where there is none of this key. */
export function findReportFormat(key: string): ReportFormat | null {
  return reportFormats.find((format) => format.key === key) ?? null
}

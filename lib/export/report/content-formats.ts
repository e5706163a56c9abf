import { csvExceptions, csvFindings, csvObservations, csvVerdicts } from './csv.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { htmlReport } from './html/index.ts'
import { json } from './json.ts'
import { oscal } from './oscal/index.ts'
import { pdf } from './pdf/index.ts'
import type { ReportFormat } from './report-format.ts'

/** All formats that show a report; the bundle holds one file of each. */
export const contentFormats: readonly ReportFormat[] = [
  pdf,
  htmlReport,
  csvVerdicts,
  csvFindings,
  csvExceptions,
  csvObservations,
  json,
  oscal,
  cyclonedx,
]

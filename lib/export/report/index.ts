import { AppError } from '#lib/core/errors.ts'
import { bundle } from './bundle/index.ts'
import { contentFormats } from './content-formats.ts'
import type { ReportFormat } from './report-format.ts'

/** Every file that a report can be handed out as, in the order in which they are offered. */
export const reportFormats: readonly ReportFormat[] = [bundle, ...contentFormats]

/** Throws `invalid-input` where there is none of this key. */
export function requireReportFormat(key: string): ReportFormat {
  const format = reportFormats.find((one) => one.key === key)
  if (format) return format
  throw new AppError('invalid-input', 'There is no such format.', {
    problems: [{ at: 'format', problem: `one of ${reportFormats.map((one) => one.key).join(', ')} is wanted` }],
  })
}

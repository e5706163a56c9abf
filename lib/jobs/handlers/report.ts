import { z } from 'zod'
import { resumeReports } from '#lib/data/report-snapshots/change-reports.ts'
import { workAtReport } from '#lib/data/report-snapshots/work-at-report.ts'
import type { JobHandler } from '../handler.ts'

const payloadSchema = z.object({ id: z.uuid().optional() })

/** Freezes a report, and scans nothing; by itself it looks for reports whose job was lost. */
export const report: JobHandler = {
  name: 'report',
  perSite: false,
  cron: '*/5 * * * *',
  async run(payload, { signal, lastAttempt }) {
    const { id } = payloadSchema.parse(payload)
    if (id === undefined) await resumeReports()
    else await workAtReport(id, { signal, lastAttempt })
  },
}

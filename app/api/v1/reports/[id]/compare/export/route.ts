import { exportReportChanges } from '#lib/api/v1/reports.ts'

export const GET = exportReportChanges.handler

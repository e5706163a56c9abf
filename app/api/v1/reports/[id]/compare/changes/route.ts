import { listReportChanges } from '#lib/api/v1/reports.ts'

export const GET = listReportChanges.handler

import { exportReport } from '#lib/api/v1/reports.ts'

export const GET = exportReport.handler

import { createReport, listReports } from '#lib/api/v1/reports.ts'

export const GET = listReports.handler
export const POST = createReport.handler

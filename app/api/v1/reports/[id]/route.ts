import { deleteReport, getReport } from '#lib/api/v1/reports.ts'

export const GET = getReport.handler
export const DELETE = deleteReport.handler

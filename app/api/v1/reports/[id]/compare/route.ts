import { compareReports } from '#lib/api/v1/reports.ts'

export const GET = compareReports.handler

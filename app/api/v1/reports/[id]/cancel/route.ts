import { cancelReport } from '#lib/api/v1/reports.ts'

export const POST = cancelReport.handler

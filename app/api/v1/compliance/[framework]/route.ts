import { getComplianceReport } from '#lib/api/v1/compliance.ts'

export const GET = getComplianceReport.handler

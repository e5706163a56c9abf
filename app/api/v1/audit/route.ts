import { listAudit } from '#lib/api/v1/audit.ts'

export const GET = listAudit.handler

import { exportAudit } from '#lib/api/v1/audit.ts'

export const GET = exportAudit.handler

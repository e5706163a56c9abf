import { exportFindingsRoute } from '#lib/api/v1/findings.ts'

export const GET = exportFindingsRoute.handler

import { listFindingsRoute } from '#lib/api/v1/findings.ts'

export const GET = listFindingsRoute.handler

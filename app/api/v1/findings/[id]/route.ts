import { getFindingRoute } from '#lib/api/v1/findings.ts'

export const GET = getFindingRoute.handler

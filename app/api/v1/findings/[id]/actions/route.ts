import { changeFindingRoute } from '#lib/api/v1/findings.ts'

export const POST = changeFindingRoute.handler

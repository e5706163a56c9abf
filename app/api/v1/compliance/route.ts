import { listFrameworksRoute } from '#lib/api/v1/compliance.ts'

export const GET = listFrameworksRoute.handler

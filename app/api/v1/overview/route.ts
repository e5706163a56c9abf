import { getOverviewRoute } from '#lib/api/v1/overview.ts'

export const GET = getOverviewRoute.handler

import { getDiscoveryRoute } from '#lib/api/v1/discovery.ts'

export const GET = getDiscoveryRoute.handler

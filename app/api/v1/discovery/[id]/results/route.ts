import { listDiscoveryResultsRoute } from '#lib/api/v1/discovery.ts'

export const GET = listDiscoveryResultsRoute.handler

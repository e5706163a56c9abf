import { exportDiscoveryResultsRoute } from '#lib/api/v1/discovery.ts'

export const GET = exportDiscoveryResultsRoute.handler

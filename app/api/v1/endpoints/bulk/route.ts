import { bulkChangeEndpointsRoute } from '#lib/api/v1/endpoints.ts'

export const POST = bulkChangeEndpointsRoute.handler

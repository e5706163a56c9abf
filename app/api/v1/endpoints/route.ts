import { addEndpoints } from '#lib/api/v1/add-endpoints.ts'
import { listEndpointsRoute } from '#lib/api/v1/endpoints.ts'

export const GET = listEndpointsRoute.handler

export const POST = addEndpoints.handler

import { exportEndpointsRoute } from '#lib/api/v1/endpoints.ts'

export const GET = exportEndpointsRoute.handler

import { changeEndpointRoute, getEndpointRoute, removeEndpointRoute } from '#lib/api/v1/endpoints.ts'

export const GET = getEndpointRoute.handler

export const PATCH = changeEndpointRoute.handler

export const DELETE = removeEndpointRoute.handler

import { listObservationsRoute } from '#lib/api/v1/endpoints.ts'

export const GET = listObservationsRoute.handler

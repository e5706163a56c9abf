import { addEndpoints } from '#lib/api/v1/add-endpoints.ts'

export const POST = addEndpoints.handler

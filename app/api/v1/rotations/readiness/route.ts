import { getReadiness } from '#lib/api/v1/rotation-rhythms.ts'

export const GET = getReadiness.handler

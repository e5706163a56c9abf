import { listKeyExposures } from '#lib/api/v1/records.ts'

export const GET = listKeyExposures.handler

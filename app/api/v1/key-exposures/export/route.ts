import { exportKeyExposures } from '#lib/api/v1/records.ts'

export const GET = exportKeyExposures.handler

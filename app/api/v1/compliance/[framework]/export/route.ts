import { exportCompliance } from '#lib/api/v1/compliance.ts'

export const GET = exportCompliance.handler

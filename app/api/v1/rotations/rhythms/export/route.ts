import { exportRotationRhythms } from '#lib/api/v1/rotation-rhythms.ts'

export const GET = exportRotationRhythms.handler

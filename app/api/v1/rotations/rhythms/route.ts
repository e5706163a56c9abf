import { listRotationRhythms } from '#lib/api/v1/rotation-rhythms.ts'

export const GET = listRotationRhythms.handler

import { listRotations } from '#lib/api/v1/rotations.ts'

export const GET = listRotations.handler

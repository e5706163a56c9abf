import { exportRotations } from '#lib/api/v1/rotations.ts'

export const GET = exportRotations.handler

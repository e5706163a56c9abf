import { exportDueRotations } from '#lib/api/v1/rotations-due.ts'

export const GET = exportDueRotations.handler

import { listDueRotations } from '#lib/api/v1/rotations-due.ts'

export const GET = listDueRotations.handler

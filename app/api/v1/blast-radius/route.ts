import { askBlastRadius, getBlastRadius } from '#lib/api/v1/blast-radius.ts'

export const GET = getBlastRadius.handler
export const POST = askBlastRadius.handler

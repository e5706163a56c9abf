import { getReuse } from '#lib/api/v1/reuse.ts'

export const GET = getReuse.handler

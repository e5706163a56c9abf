import { listReuse } from '#lib/api/v1/reuse.ts'

export const GET = listReuse.handler

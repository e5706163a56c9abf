import { exportReuse } from '#lib/api/v1/reuse.ts'

export const GET = exportReuse.handler

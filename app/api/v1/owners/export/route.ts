import { exportOwnersRoute } from '#lib/api/v1/owners.ts'

export const GET = exportOwnersRoute.handler

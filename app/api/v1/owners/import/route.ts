import { importOwnersRoute } from '#lib/api/v1/owners.ts'

export const POST = importOwnersRoute.handler

import { listOwnersRoute, saveOwnersRoute } from '#lib/api/v1/owners.ts'

export const GET = listOwnersRoute.handler
export const POST = saveOwnersRoute.handler

import { getIdentityRoute, updateIdentityRoute } from '#lib/api/v1/identities.ts'

export const GET = getIdentityRoute.handler
export const PATCH = updateIdentityRoute.handler

import { createIdentityRoute, listIdentitiesRoute } from '#lib/api/v1/identities.ts'

export const GET = listIdentitiesRoute.handler
export const POST = createIdentityRoute.handler

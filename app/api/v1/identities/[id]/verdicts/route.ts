import { listIdentityVerdictsRoute } from '#lib/api/v1/identities.ts'

export const GET = listIdentityVerdictsRoute.handler

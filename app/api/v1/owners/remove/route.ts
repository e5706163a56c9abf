import { removeOwnerRoute } from '#lib/api/v1/owners.ts'

export const POST = removeOwnerRoute.handler

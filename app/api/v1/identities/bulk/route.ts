import { bulkChangeIdentitiesRoute } from '#lib/api/v1/identities.ts'

export const POST = bulkChangeIdentitiesRoute.handler

import { exportIdentitiesRoute } from '#lib/api/v1/identities.ts'

export const GET = exportIdentitiesRoute.handler

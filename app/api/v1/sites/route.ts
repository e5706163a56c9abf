import { listSites } from '#lib/api/v1/sites.ts'

export const GET = listSites.handler

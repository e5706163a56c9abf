import { changeSite } from '#lib/api/v1/sites.ts'

export const PATCH = changeSite.handler

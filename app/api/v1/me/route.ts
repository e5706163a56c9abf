import { getMe } from '#lib/api/v1/me.ts'

export const GET = getMe.handler

import { listMentionsRoute } from '#lib/api/v1/mentions.ts'

export const GET = listMentionsRoute.handler

import { readMentionsRoute } from '#lib/api/v1/mentions.ts'

export const POST = readMentionsRoute.handler

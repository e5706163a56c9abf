import { listQuestionsRoute } from '#lib/api/v1/verify.ts'

export const GET = listQuestionsRoute.handler

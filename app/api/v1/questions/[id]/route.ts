import { getQuestionRoute } from '#lib/api/v1/verify.ts'

export const GET = getQuestionRoute.handler

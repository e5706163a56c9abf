import { exportQuestionsRoute } from '#lib/api/v1/verify.ts'

export const GET = exportQuestionsRoute.handler

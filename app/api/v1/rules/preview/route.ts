import { previewRulesRoute } from '#lib/api/v1/rules.ts'

export const POST = previewRulesRoute.handler

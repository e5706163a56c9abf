import { listRulesRoute, saveRulesRoute } from '#lib/api/v1/rules.ts'

export const GET = listRulesRoute.handler

export const PUT = saveRulesRoute.handler

import { listOwnershipRulesRoute, saveOwnershipRulesRoute } from '#lib/api/v1/ownership.ts'

export const GET = listOwnershipRulesRoute.handler
export const PUT = saveOwnershipRulesRoute.handler

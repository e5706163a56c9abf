import { previewOwnershipRulesRoute } from '#lib/api/v1/ownership.ts'

export const POST = previewOwnershipRulesRoute.handler

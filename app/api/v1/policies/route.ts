import { applyPoliciesRoute, exportPoliciesRoute } from '#lib/api/v1/policies.ts'

export const GET = exportPoliciesRoute.handler
export const PUT = applyPoliciesRoute.handler

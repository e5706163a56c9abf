import { previewPoliciesRoute } from '#lib/api/v1/policies.ts'

export const POST = previewPoliciesRoute.handler

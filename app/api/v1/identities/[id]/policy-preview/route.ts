import { previewPolicyRoute } from '#lib/api/v1/identities.ts'

export const POST = previewPolicyRoute.handler

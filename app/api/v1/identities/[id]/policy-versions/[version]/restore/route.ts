import { restoreIdentityPolicy } from '#lib/api/v1/policies.ts'

export const POST = restoreIdentityPolicy.handler

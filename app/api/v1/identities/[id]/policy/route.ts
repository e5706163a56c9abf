import { putIdentityPolicy } from '#lib/api/v1/policies.ts'

export const PUT = putIdentityPolicy.handler

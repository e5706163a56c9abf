import { putEnvironmentPolicy } from '#lib/api/v1/policies.ts'

export const PUT = putEnvironmentPolicy.handler

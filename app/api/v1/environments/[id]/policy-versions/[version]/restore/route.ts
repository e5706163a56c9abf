import { restoreEnvironmentPolicy } from '#lib/api/v1/policies.ts'

export const POST = restoreEnvironmentPolicy.handler

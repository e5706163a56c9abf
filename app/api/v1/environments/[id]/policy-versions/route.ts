import { listEnvironmentPolicyVersions } from '#lib/api/v1/policies.ts'

export const GET = listEnvironmentPolicyVersions.handler

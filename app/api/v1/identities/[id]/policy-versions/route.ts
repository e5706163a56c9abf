import { listIdentityPolicyVersions } from '#lib/api/v1/policies.ts'

export const GET = listIdentityPolicyVersions.handler

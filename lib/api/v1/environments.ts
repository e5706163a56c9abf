import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'
import { listEnvironmentSummaries } from '#lib/data/environments/list-environment-summaries.ts'
import { defineRoute } from '../define-route.ts'

export const listEnvironments = defineRoute({
  method: 'GET',
  path: '/api/v1/environments',
  summary: 'Environments with their policies, by name',
  role: 'viewer',
  response: z.object({
    rows: z.array(
      z.object({
        id: z.guid(),
        name: z.string(),
        production: z.boolean(),
        policy: policySchema.describe('What is set here; an identity overrides it field by field'),
        trustStoreId: z.guid().nullable(),
        trustStoreName: z.string().nullable().describe('Null: the default store'),
        identities: z.int().describe('In service'),
      }),
    ),
  }),
  async handle({ principal }) {
    return { rows: await listEnvironmentSummaries(principal) }
  },
})

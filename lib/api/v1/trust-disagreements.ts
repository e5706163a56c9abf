import { z } from 'zod'
import { listDisagreements } from '#lib/data/trust/disagreements.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const disagreement = z.object({
  id: z.guid().describe('Of the address'),
  endpointId: z.guid(),
  endpoint: z.string(),
  ip: z.string(),
  leafSha256: z.string(),
  store: z.object({ id: z.guid(), name: z.string(), version: z.string() }),
  ours: z.string().nullable().describe('Our reason code; null: trusted'),
  engine: z.string(),
  theirs: z.string().nullable().describe("The other engine's code; null: trusted"),
  explanation: z.string().nullable().describe('A known kind in words; null where none fits'),
  since: instant,
  seenAt: instant,
})

export const listTrustDisagreements = defineRoute({
  method: 'GET',
  path: '/api/v1/trust-disagreements',
  summary: 'Where our verdict on a chain and that of another engine are opposites',
  role: 'admin',
  query: z.object({
    cursor: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(200).prefault(50),
  }),
  response: pageOf(disagreement),
  async handle({ principal, query }) {
    return listDisagreements(principal, query)
  },
})

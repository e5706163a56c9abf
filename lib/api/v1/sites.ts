import { z } from 'zod'
import { listSiteSummaries } from '#lib/data/sites/list-site-summaries.ts'
import { siteChangeSchema } from '#lib/data/sites/site.ts'
import { updateSite } from '#lib/data/sites/update-site.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

const siteSchema = z.object({
  id: z.guid(),
  name: z.string(),
  allow: z
    .array(z.string())
    .describe('CIDRs, addresses and name patterns that scans may reach beside public addresses'),
  deny: z.array(z.string()).describe('Never reached; wins over allow'),
  allowPublic: z.boolean(),
  maxRunTargets: z.int().describe('Addresses that one discovery run may cover'),
  staticHosts: z.record(z.string(), z.array(z.string())),
})

export const listSites = defineRoute({
  method: 'GET',
  path: '/api/v1/sites',
  summary: 'Sites with their scopes and workers, by name',
  role: 'viewer',
  response: z.object({
    rows: z.array(siteSchema.extend({ endpoints: z.int(), workersAlive: z.int(), heartbeatAt: instant.nullable() })),
  }),
  async handle({ principal }) {
    return { rows: await listSiteSummaries(principal) }
  },
})

export const changeSite = defineRoute({
  method: 'PATCH',
  path: '/api/v1/sites/{id}',
  summary: 'Change what scans of a site may reach',
  description: 'What is left out stays as it is.',
  role: 'admin',
  params: z.object({ id: z.guid() }),
  body: siteChangeSchema,
  response: siteSchema,
  async handle({ principal, params, body }) {
    return updateSite(principal, params.id, body)
  },
})

export const siteRoutes = [listSites, changeSite]

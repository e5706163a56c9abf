import { z } from 'zod'
import { readEnv } from '#lib/core/env.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { addEndpoints as add } from '#lib/data/endpoints/add-endpoints.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { findSiteByName, getSite } from '#lib/data/sites/get-site.ts'
import { defineRoute } from '../define-route.ts'
import { endpointEntry } from './endpoint-entry.ts'

const mostEndpoints = 10_000

export const addEndpoints = defineRoute({
  method: 'POST',
  path: '/api/v1/endpoints',
  summary: 'Add endpoints',
  description:
    'Up to 10,000 at once, all or none. Those that are there stay as they are, so doing it again changes nothing.',
  role: 'analyst',
  maxBodyBytes: 8 * 1024 * 1024,
  body: z.strictObject({
    siteId: z.uuid().optional().describe('Absent: the site of this installation'),
    endpoints: z.array(endpointEntry).min(1).max(mostEndpoints),
    scan: z.boolean().default(false).describe('Scan the ones that are new at once'),
  }),
  response: z.object({
    added: z.int(),
    known: z.int(),
    endpoints: z.array(z.object({ id: z.uuid(), state: z.enum(['added', 'known']) })).describe('In the order sent'),
    scanId: z.uuid().nullable(),
  }),
  async handle({ principal, body }) {
    const siteId = body.siteId === undefined ? await ownSite(principal) : (await getSite(principal, body.siteId)).id
    const endpoints = await add(principal, siteId, body.endpoints)
    const added = endpoints.filter((one) => one.state === 'added').map((one) => one.endpointId)
    const fresh = [...new Set(added)]
    const scans =
      body.scan && fresh.length > 0 ? await createScan(principal, { kind: 'manual', endpointIds: fresh }) : []
    return {
      added: fresh.length,
      known: endpoints.length - added.length,
      endpoints: endpoints.map(({ endpointId, state }) => ({ id: endpointId, state })),
      scanId: scans[0]?.id ?? null,
    }
  },
})

async function ownSite(principal: Principal): Promise<string> {
  const site = await findSiteByName(principal, readEnv().COUNTERSIGN_SITE)
  if (site) return site.id
  throw new AppError('unavailable', 'There is no site yet: the first worker makes it when it starts')
}

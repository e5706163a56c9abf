import { z } from 'zod'
import { addEndpoints as add } from '#lib/data/endpoints/add-endpoints.ts'
import { createScan } from '#lib/data/scans/create-scan.ts'
import { defineRoute } from '../define-route.ts'
import { siteIdOr } from '../own-site.ts'
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
    const siteId = await siteIdOr(principal, body.siteId)
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

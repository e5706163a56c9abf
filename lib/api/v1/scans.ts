import { z } from 'zod'
import { cancelScan as cancel } from '#lib/data/scans/cancel-scan.ts'
import { createScan as create } from '#lib/data/scans/create-scan.ts'
import { getScan as get } from '#lib/data/scans/get-scan.ts'
import { listScans as list } from '#lib/data/scans/list-scans.ts'
import { scanDepths } from '#lib/data/scans/scan-depth.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const scanSchema = z.object({
  id: z.uuid(),
  siteId: z.uuid(),
  siteName: z.string(),
  kind: z.string().describe('manual, schedule, discovery or demo'),
  depth: z.enum(scanDepths).nullable().describe('What each endpoint is asked for; null: what is due there'),
  status: z.enum(['queued', 'running', 'cancelling', 'cancelled', 'done', 'failed']),
  requestedBy: z.string(),
  total: z.int().describe('Endpoints of this scan'),
  done: z.int(),
  reached: z.int().describe('Endpoints of which at least one address finished a handshake'),
  error: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
})

/** What is known of one scan; its progress events carry the same. */
export const scanDetailSchema = scanSchema.extend({
  outcomes: z.record(z.string(), z.int()).describe('Endpoints done, by how the attempt ended'),
})

export const scanParams = z.object({ id: z.uuid() })

export const createScan = defineRoute({
  method: 'POST',
  path: '/api/v1/scans',
  summary: 'Scan endpoints now',
  description:
    'Every condition that is given has to hold; `all` scans every enabled endpoint. One scan is made per site.',
  role: 'analyst',
  body: z
    .strictObject({
      endpointIds: z.array(z.uuid()).min(1).max(10_000).optional(),
      siteId: z.uuid().optional(),
      identityId: z.uuid().optional(),
      neverScanned: z.literal(true).optional(),
      all: z.literal(true).optional(),
      depth: z
        .enum(scanDepths)
        .default('posture')
        .describe('inventory: one handshake; mtls: the client probes beside it; posture: everything'),
    })
    .refine(({ depth: _, ...which }) => Object.keys(which).length > 0, 'say which endpoints, or `all`'),
  response: z.object({ scans: z.array(scanSchema) }),
  status: 202,
  async handle({ principal, body: { endpointIds, siteId, identityId, neverScanned, depth } }) {
    const filter = {
      ...(siteId === undefined ? {} : { siteId }),
      ...(identityId === undefined ? {} : { identityId }),
      ...(neverScanned === undefined ? {} : { neverScanned }),
    }
    const wanted = endpointIds === undefined ? {} : { endpointIds }
    return { scans: await create(principal, { kind: 'manual', depth, filter, ...wanted }) }
  },
})

export const listScans = defineRoute({
  method: 'GET',
  path: '/api/v1/scans',
  summary: 'Scans, newest first',
  role: 'viewer',
  query: z.object({
    siteId: z.uuid().optional(),
    active: z.enum(['true', 'false']).optional().describe('true: only scans that are not over'),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: pageOf(scanSchema),
  async handle({ principal, query: { siteId, active, cursor, limit } }) {
    return list(principal, {
      limit,
      active: active === 'true',
      ...(siteId === undefined ? {} : { siteId }),
      ...(cursor === undefined ? {} : { cursor }),
    })
  },
})

export const getScan = defineRoute({
  method: 'GET',
  path: '/api/v1/scans/{id}',
  summary: 'A scan and how far it is',
  role: 'viewer',
  params: scanParams,
  response: scanDetailSchema,
  async handle({ principal, params }) {
    return get(principal, params.id)
  },
})

export const cancelScan = defineRoute({
  method: 'POST',
  path: '/api/v1/scans/{id}/cancel',
  summary: 'Stop a scan',
  description: 'What waits is cancelled now, what is under way soon. Results that are in stay.',
  role: 'analyst',
  params: scanParams,
  response: scanDetailSchema,
  status: 202,
  async handle({ principal, params }) {
    await cancel(principal, params.id)
    return get(principal, params.id)
  },
})

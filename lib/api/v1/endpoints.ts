import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { bindEndpoints } from '#lib/data/endpoints/bind-endpoints.ts'
import { endpointAction } from '#lib/data/endpoints/bulk-action.ts'
import { bulkChangeEndpoints, bulkLimit } from '#lib/data/endpoints/bulk-change-endpoints.ts'
import { changeEndpoints } from '#lib/data/endpoints/change-endpoints.ts'
import { endpointExport } from '#lib/data/endpoints/endpoint-export.ts'
import { endpointFilter } from '#lib/data/endpoints/filter.ts'
import { getEndpoint } from '#lib/data/endpoints/get-endpoint.ts'
import { listEndpointAddresses } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import { exportEndpoints, listEndpoints } from '#lib/data/endpoints/list-endpoints.ts'
import { listObservations } from '#lib/data/endpoints/list-observations.ts'
import { removeEndpoints } from '#lib/data/endpoints/remove-endpoints.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { pageOf } from '../pagination.ts'
import { addEndpoints } from './add-endpoints.ts'
import { endpointBulkSchema, endpointDetailSchema, endpointSchema, observationSchema } from './endpoint-schema.ts'

const params = z.object({ id: z.guid() })

export const listEndpointsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/endpoints',
  summary: 'Endpoints that match a filter',
  role: 'viewer',
  query: endpointFilter,
  response: pageOf(endpointSchema),
  async handle({ principal, query }) {
    return listEndpoints(principal, query)
  },
})

export const exportEndpointsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/endpoints/export',
  summary: 'Every endpoint that matches a filter, as a file',
  role: 'viewer',
  query: exportQuery(endpointFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('endpoints', format, endpointExport, exportEndpoints(principal, filter))
  },
})

export const getEndpointRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/endpoints/{id}',
  summary: 'One endpoint with each address and what it last showed',
  role: 'viewer',
  params,
  response: endpointDetailSchema,
  async handle({ principal, params: { id } }) {
    return detail(principal, id)
  },
})

export const changeEndpointRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/endpoints/{id}',
  summary: 'Bind an endpoint, switch its scans on or off, or set its tags',
  description: 'What is left out stays. `identityId` null hands the binding back to the rules.',
  role: 'analyst',
  params,
  body: z
    .strictObject({
      identityId: z.guid().nullable().optional(),
      enabled: z.boolean().optional(),
      tags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
    })
    .refine((body) => Object.keys(body).length > 0, 'say what to change'),
  response: endpointDetailSchema,
  async handle({ principal, params: { id }, body: { identityId, ...change } }) {
    await getEndpoint(principal, id)
    if (identityId !== undefined) await bindEndpoints(principal, [id], identityId)
    if (Object.keys(change).length > 0) await changeEndpoints(principal, [id], change)
    return detail(principal, id)
  },
})

export const removeEndpointRoute = defineRoute({
  method: 'DELETE',
  path: '/api/v1/endpoints/{id}',
  summary: 'Remove an endpoint with its history and findings',
  description: 'Certificates stay on record.',
  role: 'admin',
  params,
  response: null,
  async handle({ principal, params: { id } }) {
    await getEndpoint(principal, id)
    await removeEndpoints(principal, [id])
  },
})

export const listObservationsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/endpoints/{id}/observations',
  summary: 'What scans saw at an endpoint, newest first',
  role: 'viewer',
  params,
  query: z.object({
    cursor: z.string().max(1000).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: pageOf(observationSchema),
  async handle({ principal, params: { id }, query }) {
    const page = await listObservations(principal, id, query)
    return { ...page, rows: page.rows.map((row) => ({ ...row, facts: { ...row.facts } })) }
  },
})

export const bulkChangeEndpointsRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/endpoints/bulk',
  summary: 'Scan, bind, switch or remove many endpoints',
  description: `Either \`ids\` or \`query\` (a filter as in the list's URL); at most ${bulkLimit} endpoints. Says of each what became of it. To remove needs the role admin.`,
  role: 'analyst',
  body: z
    .strictObject({
      ids: z.array(z.guid()).min(1).max(bulkLimit).optional(),
      query: z.string().max(4000).optional(),
      change: endpointAction,
    })
    .refine((body) => (body.ids === undefined) !== (body.query === undefined), 'send either ids or query'),
  response: endpointBulkSchema,
  async handle({ principal, body: { ids, query, change } }) {
    const selection =
      ids === undefined ? { filter: requireFilter(endpointFilter, new URLSearchParams(query)) } : { ids }
    return bulkChangeEndpoints(principal, selection, change)
  },
})

async function detail(principal: Principal, id: string) {
  const [endpoint, { addresses, differences }] = await Promise.all([
    getEndpoint(principal, id),
    listEndpointAddresses(principal, id),
  ])
  return {
    ...endpoint,
    addresses: addresses.map((address) => ({
      ...address,
      lastOutcome: address.lastOutcome && { ...address.lastOutcome },
      latest: address.latest && { ...address.latest, facts: { ...address.latest.facts } },
      differs: [...(differences.get(address.id) ?? [])],
    })),
  }
}

export const endpointRoutes = [
  addEndpoints,
  listEndpointsRoute,
  exportEndpointsRoute,
  bulkChangeEndpointsRoute,
  getEndpointRoute,
  changeEndpointRoute,
  removeEndpointRoute,
  listObservationsRoute,
] as const

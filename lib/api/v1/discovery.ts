import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { cancelDiscoveryRun } from '#lib/data/discovery/cancel-discovery-run.ts'
import { createHostsRun } from '#lib/data/discovery/create-hosts-run.ts'
import { createRangeRun } from '#lib/data/discovery/create-range-run.ts'
import { getDiscoveryRun, listDiscoveryRuns } from '#lib/data/discovery/discovery-run.ts'
import { discoveryResultFilter } from '#lib/data/discovery/filter.ts'
import {
  countResultsByOutcome,
  exportDiscoveryResults,
  listDiscoveryResults,
} from '#lib/data/discovery/list-results.ts'
import { previewHosts } from '#lib/data/discovery/preview-hosts.ts'
import { previewRange } from '#lib/data/discovery/preview-range.ts'
import { discoveryResultExport } from '#lib/data/discovery/result-export.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { siteIdOr } from '../own-site.ts'
import { pageOf } from '../pagination.ts'
import {
  discoveryBodyBytes,
  discoveryInput,
  discoveryResultSchema,
  discoveryRunDetailSchema,
  discoveryRunSchema,
  discoveryStartedSchema,
  hostsPreviewSchema,
  rangePreviewSchema,
} from './discovery-schema.ts'

const params = z.object({ id: z.guid() })

export const previewDiscoveryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/discovery/preview',
  summary: 'What a discovery would add or try; starts nothing',
  role: 'analyst',
  maxBodyBytes: discoveryBodyBytes,
  body: discoveryInput,
  response: z.discriminatedUnion('kind', [hostsPreviewSchema, rangePreviewSchema]),
  async handle({ principal, body }) {
    const siteId = await siteIdOr(principal, body.siteId)
    if (body.kind === 'hosts') {
      const preview = await previewHosts(principal, { siteId, text: body.text })
      return { kind: 'hosts' as const, ...preview, rows: [...preview.rows], problems: [...preview.problems] }
    }
    const preview = await previewRange(principal, { siteId, cidrs: body.cidrs, ports: body.ports })
    return { kind: 'ranges' as const, ...preview, refused: [...preview.refused] }
  },
})

export const startDiscoveryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/discovery',
  summary: 'Add a list of hosts, or search address ranges',
  description:
    'Of a host list every line that can be used is added and scanned at once; the others are told with their numbers. ' +
    'Ranges are tried by a worker, and what answers TLS is added.',
  role: 'analyst',
  maxBodyBytes: discoveryBodyBytes,
  body: discoveryInput,
  response: discoveryStartedSchema,
  status: 202,
  async handle({ principal, body }) {
    const siteId = await siteIdOr(principal, body.siteId)
    if (body.kind === 'hosts') {
      const run = await createHostsRun(principal, { siteId, text: body.text })
      return { ...run, problems: [...run.problems] }
    }
    const runId = await createRangeRun(principal, { siteId, cidrs: body.cidrs, ports: body.ports })
    return { runId, scanId: null, added: 0, known: 0, refused: 0, problems: [] }
  },
})

export const listDiscoveryRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/discovery',
  summary: 'Discovery runs, newest first',
  role: 'viewer',
  query: z.object({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: pageOf(discoveryRunSchema),
  async handle({ principal, query: { cursor, limit } }) {
    const page = await listDiscoveryRuns(principal, { limit, ...(cursor === undefined ? {} : { cursor }) })
    return page
  },
})

export const getDiscoveryRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/discovery/{id}',
  summary: 'A discovery run and how far it is',
  role: 'viewer',
  params,
  response: discoveryRunDetailSchema,
  async handle({ principal, params: { id } }) {
    return detail(principal, id)
  },
})

export const listDiscoveryResultsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/discovery/{id}/results',
  summary: 'What a run found, and what was refused and why',
  role: 'viewer',
  params,
  query: discoveryResultFilter,
  response: pageOf(discoveryResultSchema),
  async handle({ principal, params: { id }, query }) {
    await getDiscoveryRun(principal, id)
    return listDiscoveryResults(principal, id, query)
  },
})

export const exportDiscoveryResultsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/discovery/{id}/results/export',
  summary: "A run's results as a file",
  role: 'viewer',
  params,
  query: exportQuery(discoveryResultFilter),
  response: 'file',
  async handle({ principal, params: { id }, query: { format, ...filter } }) {
    await getDiscoveryRun(principal, id)
    return exportResponse('discovery', format, discoveryResultExport, exportDiscoveryResults(principal, id, filter))
  },
})

export const cancelDiscoveryRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/discovery/{id}/cancel',
  summary: 'Stop a discovery run',
  description: 'What it found stays.',
  role: 'analyst',
  params,
  response: discoveryRunDetailSchema,
  status: 202,
  async handle({ principal, params: { id } }) {
    await cancelDiscoveryRun(principal, id)
    return detail(principal, id)
  },
})

async function detail(principal: Principal, id: string) {
  const [run, outcomes] = await Promise.all([getDiscoveryRun(principal, id), countResultsByOutcome(principal, id)])
  return { ...run, outcomes }
}

export const discoveryRoutes = [
  previewDiscoveryRoute,
  startDiscoveryRoute,
  listDiscoveryRoute,
  getDiscoveryRoute,
  listDiscoveryResultsRoute,
  exportDiscoveryResultsRoute,
  cancelDiscoveryRoute,
] as const

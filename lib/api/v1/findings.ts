import { z } from 'zod'
import { requireFilter } from '#lib/data/filter.ts'
import { bulkChangeFindings, bulkLimit } from '#lib/data/findings/bulk-change-findings.ts'
import { changeFinding } from '#lib/data/findings/change-finding.ts'
import { findingFilter } from '#lib/data/findings/filter.ts'
import { findingChange } from '#lib/data/findings/finding-change.ts'
import { findingExport } from '#lib/data/findings/finding-export.ts'
import { getFinding } from '#lib/data/findings/get-finding.ts'
import { exportFindings, listFindings } from '#lib/data/findings/list-findings.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { pageOf } from '../pagination.ts'
import { findingDetailSchema, findingSchema } from './finding-schema.ts'

const params = z.object({ id: z.guid() })

const standing = 'Without `status` only open and acknowledged findings are meant; `status=all` means every one.'

export const listFindingsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/findings',
  summary: 'Findings that match a filter',
  description: standing,
  role: 'viewer',
  query: findingFilter,
  response: pageOf(findingSchema),
  async handle({ principal, query }) {
    return listFindings(principal, query)
  },
})

export const exportFindingsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/findings/export',
  summary: 'Every finding that matches a filter, as a file',
  description: standing,
  role: 'viewer',
  query: exportQuery(findingFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('findings', format, findingExport, exportFindings(principal, filter))
  },
})

export const getFindingRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/findings/{id}',
  summary: 'One finding with its evidence, history and guidance',
  role: 'viewer',
  params,
  response: findingDetailSchema,
  async handle({ principal, params }) {
    return getFinding(principal, params.id)
  },
})

export const changeFindingRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/findings/{id}/actions',
  summary:
    'Acknowledge, accept, approve or decline an acceptance, call a false positive, reopen, assign or comment on a finding',
  description:
    'With `updatedAt` as last seen, a finding that was changed since gives 409. An acceptance that needs approval becomes a `proposal`; `approve` and `decline` answer it, and approving needs the role admin.',
  role: 'analyst',
  params,
  body: z.strictObject({ change: findingChange, updatedAt: z.iso.datetime({ offset: true }).optional() }),
  response: findingSchema,
  async handle({ principal, params: { id }, body: { change, updatedAt } }) {
    await changeFinding(principal, { id, updatedAt: updatedAt === undefined ? undefined : new Date(updatedAt) }, change)
    return getFinding(principal, id)
  },
})

export const bulkChangeFindingsRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/findings/bulk',
  summary: 'Make one change to many findings',
  description: `Either \`ids\` or \`query\` (a filter as in the list's URL); at most ${bulkLimit} findings. Says of each what became of it.`,
  role: 'analyst',
  body: z
    .strictObject({
      ids: z.array(z.guid()).min(1).max(bulkLimit).optional(),
      query: z.string().max(4000).optional(),
      change: findingChange,
    })
    .refine((body) => (body.ids === undefined) !== (body.query === undefined), 'send either ids or query'),
  response: z.object({
    counts: z.object({
      changed: z.int(),
      proposed: z.int().describe('Acceptances that wait for approval'),
      unchanged: z.int(),
      refused: z.int(),
      conflict: z.int(),
      'not-found': z.int(),
    }),
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(['changed', 'proposed', 'unchanged', 'refused', 'conflict', 'not-found']),
        problem: z.string().optional(),
      }),
    ),
  }),
  async handle({ principal, body: { ids, query, change } }) {
    const selection = ids === undefined ? { filter: requireFilter(findingFilter, new URLSearchParams(query)) } : { ids }
    return bulkChangeFindings(principal, selection, change)
  },
})

export const findingRoutes = [
  listFindingsRoute,
  exportFindingsRoute,
  getFindingRoute,
  changeFindingRoute,
  bulkChangeFindingsRoute,
] as const

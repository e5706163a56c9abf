import { z } from 'zod'
import { activityExport } from '#lib/data/activity/activity-export.ts'
import { activityFilter } from '#lib/data/activity/filter.ts'
import { exportActivity, listActivity } from '#lib/data/activity/list-activity.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const entrySchema = z.object({
  id: z.string().describe('A number that grows with time'),
  at: instant,
  actorKind: z.enum(['user', 'token', 'system']),
  actorId: z.string().nullable(),
  actorName: z.string().describe('As it was at that time'),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string().nullable(),
  objectName: z.string().nullable().describe('As it is now; null where the thing is gone or has no name'),
  detail: z.record(z.string(), z.unknown()),
})

export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'Who did what, newest first',
  role: 'analyst',
  query: activityFilter,
  response: pageOf(entrySchema),
  async handle({ principal, query }) {
    return listActivity(principal, query)
  },
})

export const exportAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/export',
  summary: 'The audit log as a file',
  role: 'analyst',
  query: exportQuery(activityFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('audit', format, activityExport, exportActivity(principal, filter))
  },
})

export const auditRoutes = [listAudit, exportAudit]

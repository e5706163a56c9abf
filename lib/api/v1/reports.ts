import { z } from 'zod'
import { changeFilter } from '#lib/data/report-snapshots/change-filter.ts'
import {
  createReport as order,
  deleteReport as remove,
  cancelReport as stop,
} from '#lib/data/report-snapshots/change-reports.ts'
import { compareReports as compare, exportChanges, listChanges } from '#lib/data/report-snapshots/compare-reports.ts'
import { reportFilter } from '#lib/data/report-snapshots/filter.ts'
import { openReport, reportSource } from '#lib/data/report-snapshots/open-report.ts'
import { getReport as get, listReports as list } from '#lib/data/report-snapshots/reports.ts'
import { reportRequest } from '#lib/data/report-snapshots/request.ts'
import { reportFormats, requireReportFormat } from '#lib/export/report/index.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { pageOf } from '../pagination.ts'
import { reportResponse } from '../report-response.ts'
import { changeColumns } from './change-columns.ts'
import { changeSchema, comparisonSchema, reportParams, reportRowSchema, reportSchema } from './report-schema.ts'

const against = { against: z.guid().meta({ title: 'Against' }).describe('An earlier report') }

export const createReport = defineRoute({
  method: 'POST',
  path: '/api/v1/reports',
  summary: 'Freeze a report of what is known and judged now',
  description: 'A worker makes it; nothing is scanned. It stays as it is, whatever becomes of the estate.',
  role: 'analyst',
  body: reportRequest,
  response: z.object({ id: z.guid() }),
  status: 202,
  async handle({ principal, body }) {
    return { id: await order(principal, body) }
  },
})

export const listReports = defineRoute({
  method: 'GET',
  path: '/api/v1/reports',
  summary: 'Frozen reports, and those that are being made',
  role: 'viewer',
  query: reportFilter,
  response: pageOf(reportRowSchema),
  async handle({ principal, query }) {
    return list(principal, query)
  },
})

export const getReport = defineRoute({
  method: 'GET',
  path: '/api/v1/reports/{id}',
  summary: 'One report: how far it is, and its summary when it is done',
  role: 'viewer',
  params: reportParams,
  response: reportSchema,
  async handle({ principal, params }) {
    const report = await get(principal, params.id)
    if (report.status !== 'done') return { ...report, intact: null, summary: null }
    const { integrity, summary } = await openReport(principal, params.id)
    return { ...report, intact: integrity.intact, summary: integrity.intact ? summary : null }
  },
})

export const deleteReport = defineRoute({
  method: 'DELETE',
  path: '/api/v1/reports/{id}',
  summary: 'Forget a report for good',
  role: 'admin',
  params: reportParams,
  response: null,
  async handle({ principal, params }) {
    await remove(principal, params.id)
  },
})

export const cancelReport = defineRoute({
  method: 'POST',
  path: '/api/v1/reports/{id}/cancel',
  summary: 'Stop a report that is being made',
  role: 'analyst',
  params: reportParams,
  response: null,
  async handle({ principal, params }) {
    await stop(principal, params.id)
  },
})

export const exportReport = defineRoute({
  method: 'GET',
  path: '/api/v1/reports/{id}/export',
  summary: 'A report as a file',
  description: `Formats: ${reportFormats.map(({ key, label }) => `${key} (${label})`).join(', ')}. 409 while it is not done, and where its content was changed since it was made.`,
  role: 'viewer',
  params: reportParams,
  query: z.object({ format: z.string().max(40).meta({ title: 'Format' }) }),
  response: 'file',
  async handle({ principal, params, query }) {
    const format = requireReportFormat(query.format)
    return reportResponse(await reportSource(principal, params.id), format)
  },
})

export const compareReports = defineRoute({
  method: 'GET',
  path: '/api/v1/reports/{id}/compare',
  summary: 'What became of everything since an earlier report, by control and in numbers',
  role: 'viewer',
  params: reportParams,
  query: z.object(against),
  response: comparisonSchema,
  async handle({ principal, params, query }) {
    return compare(principal, params.id, query.against)
  },
})

export const listReportChanges = defineRoute({
  method: 'GET',
  path: '/api/v1/reports/{id}/compare/changes',
  summary: 'Every verdict and finding that differs from an earlier report',
  role: 'viewer',
  params: reportParams,
  query: changeFilter.extend(against),
  response: pageOf(changeSchema),
  async handle({ principal, params, query: { against: earlier, ...filter } }) {
    return listChanges(principal, params.id, earlier, filter)
  },
})

export const exportReportChanges = defineRoute({
  method: 'GET',
  path: '/api/v1/reports/{id}/compare/export',
  summary: 'Every verdict and finding that differs from an earlier report, as a file',
  role: 'viewer',
  params: reportParams,
  query: exportQuery(changeFilter.extend(against)),
  response: 'file',
  async handle({ principal, params, query: { against: earlier, format, ...filter } }) {
    const changes = await exportChanges(principal, params.id, earlier, filter)
    return exportResponse('report-changes', format, changeColumns, changes)
  },
})

export const reportRoutes = [
  createReport,
  listReports,
  getReport,
  deleteReport,
  cancelReport,
  exportReport,
  compareReports,
  listReportChanges,
  exportReportChanges,
] as const

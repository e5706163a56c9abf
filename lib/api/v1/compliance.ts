import { z } from 'zod'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import type { Framework } from '#lib/compliance/framework.ts'
import { AppError } from '#lib/core/errors.ts'
import { complianceReport } from '#lib/data/compliance/compliance-report.ts'
import { exportVerdicts, verdictExport } from '#lib/data/compliance/export-verdicts.ts'
import { complianceScope } from '#lib/data/compliance/filter.ts'
import { listFrameworks } from '#lib/data/compliance/list-frameworks.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { frameworksSchema, reportSchema } from './compliance-schema.ts'

const params = z.object({ framework: z.string().max(100) })

export const listFrameworksRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/compliance',
  summary: 'Frameworks and how their controls stand',
  role: 'viewer',
  query: complianceScope,
  response: frameworksSchema,
  async handle({ principal, query }) {
    return listFrameworks(principal, query)
  },
})

export const getComplianceReport = defineRoute({
  method: 'GET',
  path: '/api/v1/compliance/{framework}',
  summary: 'The report of one framework: controls, checks, coverage and exceptions',
  role: 'viewer',
  params,
  query: complianceScope,
  response: reportSchema,
  async handle({ principal, params, query }) {
    return complianceReport(principal, { framework: requireFramework(params.framework), scope: query })
  },
})

export const exportCompliance = defineRoute({
  method: 'GET',
  path: '/api/v1/compliance/{framework}/export',
  summary: 'Every verdict behind the report of one framework, as a file',
  description:
    'One row per control, check and subject; a control or a check without verdicts has one row that says so.',
  role: 'viewer',
  params,
  query: exportQuery(complianceScope),
  response: 'file',
  async handle({ principal, params, query: { format, ...scope } }) {
    const report = await complianceReport(principal, { framework: requireFramework(params.framework), scope })
    return exportResponse(`compliance-${report.framework.id}`, format, verdictExport, exportVerdicts(principal, report))
  },
})

export const complianceRoutes = [listFrameworksRoute, getComplianceReport, exportCompliance] as const

function requireFramework(id: string): Framework {
  const framework = findFramework(id)
  if (framework === null) throw new AppError('not-found', 'There is no such framework.')
  return framework
}

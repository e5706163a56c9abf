import { z } from 'zod'
import { compareAnswers } from '#lib/compliance/compare-answer.ts'
import { AppError } from '#lib/core/errors.ts'
import { systemPrincipal } from '#lib/core/principal.ts'
import type { CountersignApi } from './countersign-api.ts'
import { settleSecret } from './session-secret.ts'

/** A report as the list has it, over the API and here alike. */
const reportRow = z.object({
  id: z.string(),
  name: z.string(),
  frameworks: z.array(z.string()),
  scope: z.looseObject({}),
  status: z.string(),
  done: z.int(),
  total: z.int(),
  failure: z.string().nullable(),
  asOf: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})

export type PlacedReport = z.output<typeof reportRow>

const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    total: z.object({ count: z.int(), exact: z.boolean() }),
  })

const reportPage = pageOf(reportRow)

const head = z.looseObject({ id: z.string(), name: z.string(), asOf: z.string() })
const numbers = z.record(z.string(), z.int())

const comparison = z.looseObject({
  answer: z.enum(compareAnswers),
  because: z.array(z.string()),
  before: head,
  after: head,
  differences: z.array(z.string()),
  frameworks: z.array(z.looseObject({ title: z.string(), totals: numbers })),
  verdicts: numbers,
  findings: numbers,
})

export type PlacedComparison = z.output<typeof comparison>

const standing = z.looseObject({ outcome: z.string().nullable(), severity: z.string().nullable() }).nullable()

const changePage = pageOf(
  z.looseObject({
    key: z.string(),
    checkId: z.string(),
    subjectName: z.string(),
    verdict: z.string().nullable(),
    finding: z.string().nullable(),
    before: standing,
    after: standing,
  }),
)

export type PlacedChanges = z.output<typeof changePage>

/** Where reports are kept. Its methods throw `AppError` for what is refused there. */
export interface ReportPlace {
  /** Orders a report; gives its id. */
  create(request: object): Promise<string>
  get(id: string): Promise<PlacedReport>
  list(query: Readonly<Record<string, string>>): Promise<z.output<typeof reportPage>>
  /** With the name that the file has by itself in `content-disposition`. */
  file(id: string, format: string): Promise<Response>
  compare(before: string, after: string): Promise<PlacedComparison>
  changes(before: string, after: string, query: Readonly<Record<string, string>>): Promise<PlacedChanges>
}

/** The database of this installation. Imported late: the client that it needs is made by the first start. */
export function reportsHere(): ReportPlace {
  const compared = () => import('#lib/data/report-snapshots/compare-reports.ts')
  const filters = () => import('#lib/data/filter.ts')
  return {
    async create(request) {
      const { requireInput } = await import('#lib/data/require-input.ts')
      const { reportRequest } = await import('#lib/data/report-snapshots/request.ts')
      const { createReport } = await import('#lib/data/report-snapshots/change-reports.ts')
      return createReport(systemPrincipal, requireInput(reportRequest, request))
    },
    async get(id) {
      const { getReport } = await import('#lib/data/report-snapshots/reports.ts')
      return asSent(reportRow, await getReport(systemPrincipal, id))
    },
    async list(query) {
      const { reportFilter } = await import('#lib/data/report-snapshots/filter.ts')
      const { listReports } = await import('#lib/data/report-snapshots/reports.ts')
      return asSent(
        reportPage,
        await listReports(systemPrincipal, (await filters()).requireFilter(reportFilter, query)),
      )
    },
    file: fileHere,
    async compare(before, after) {
      return asSent(comparison, await (await compared()).compareReports(systemPrincipal, after, before))
    },
    async changes(before, after, query) {
      const { changeFilter } = await import('#lib/data/report-snapshots/change-filter.ts')
      const filter = (await filters()).requireFilter(changeFilter, query)
      return asSent(changePage, await (await compared()).listChanges(systemPrincipal, after, before, filter))
    },
  }
}

async function fileHere(id: string, key: string): Promise<Response> {
  const { requireReportFormat } = await import('#lib/export/report/index.ts')
  const { reportSource } = await import('#lib/data/report-snapshots/open-report.ts')
  const { reportResponse } = await import('#lib/api/report-response.ts')
  const format = requireReportFormat(key)
  if (key === 'bundle' && !settleSecret())
    throw new AppError(
      'unavailable',
      'Set COUNTERSIGN_SECRET as the server has it: the key that signs is sealed under it.',
    )
  return reportResponse(await reportSource(systemPrincipal, id), format)
}

/** A Countersign elsewhere, over its API. */
export function reportsAt(api: CountersignApi): ReportPlace {
  const get = async <Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Readonly<Record<string, string>> = {},
  ) => read(schema, await api(`/api/v1/reports${path}?${new URLSearchParams(query)}`))
  const of = (id: string) => `/${encodeURIComponent(id)}`
  return {
    async create(request) {
      const headers = { 'content-type': 'application/json' }
      const response = await api('/api/v1/reports', { method: 'POST', headers, body: JSON.stringify(request) })
      return (await read(z.object({ id: z.string() }), response)).id
    },
    get: (id) => get(reportRow, of(id)),
    list: (query) => get(reportPage, '', query),
    file: (id, format) => api(`/api/v1/reports${of(id)}/export?${new URLSearchParams({ format })}`),
    compare: (before, after) => get(comparison, `${of(after)}/compare`, { against: before }),
    changes: (before, after, query) => get(changePage, `${of(after)}/compare/changes`, { against: before, ...query }),
  }
}

/** What the API would send of it. */
function asSent<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(JSON.parse(JSON.stringify(value)))
}

async function read<Schema extends z.ZodType>(schema: Schema, response: Response): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await response.json().catch(() => null))
  if (parsed.success) return parsed.data
  throw new AppError('unavailable', "The answer is none of Countersign's.")
}

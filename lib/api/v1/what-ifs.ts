import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { createWhatIf as ask } from '#lib/data/what-if/ask.ts'
import { turns } from '#lib/data/what-if/compare.ts'
import { exportDifferences } from '#lib/data/what-if/export-differences.ts'
import { questionSchema } from '#lib/data/what-if/read-question.ts'
import { getWhatIf as get, listWhatIfs as list, deleteWhatIf as remove } from '#lib/data/what-if/what-ifs.ts'
import { exportFormatNames } from '#lib/export/formats/index.ts'
import { defineRoute } from '../define-route.ts'
import { exportResponse } from '../export-response.ts'
import { pageOf } from '../pagination.ts'
import { differenceColumns } from './difference-columns.ts'
import { whatIfParams, whatIfSchema, whatIfSummarySchema } from './what-if-schema.ts'

/** Anchors and the file of an advisory, with every character escaped. */
const maxBodyBytes = 24 * 1024 * 1024

export const createWhatIf = defineRoute({
  method: 'POST',
  path: '/api/v1/what-ifs',
  summary: 'Ask what a change would do to the verdicts over the stored estate',
  description:
    'A worker answers; nothing is scanned and nothing is changed. The answer stays as a report, until it is deleted.',
  role: 'analyst',
  maxBodyBytes,
  body: questionSchema,
  response: z.object({ id: z.guid() }),
  status: 202,
  async handle({ principal, body }) {
    return { id: await ask(principal, body) }
  },
})

export const listWhatIfs = defineRoute({
  method: 'GET',
  path: '/api/v1/what-ifs',
  summary: 'Questions that were asked, newest first',
  role: 'viewer',
  query: z.object({
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  response: pageOf(whatIfSummarySchema),
  async handle({ principal, query: { cursor, limit } }) {
    return list(principal, { limit, ...(cursor === undefined ? {} : { cursor }) })
  },
})

export const getWhatIf = defineRoute({
  method: 'GET',
  path: '/api/v1/what-ifs/{id}',
  summary: 'One question, how far it is, and its answer',
  role: 'viewer',
  params: whatIfParams,
  response: whatIfSchema,
  async handle({ principal, params }) {
    return get(principal, params.id)
  },
})

export const deleteWhatIf = defineRoute({
  method: 'DELETE',
  path: '/api/v1/what-ifs/{id}',
  summary: 'Forget a question and its answer',
  role: 'admin',
  params: whatIfParams,
  response: null,
  async handle({ principal, params }) {
    await remove(principal, params.id)
  },
})

export const exportWhatIf = defineRoute({
  method: 'GET',
  path: '/api/v1/what-ifs/{id}/export',
  summary: 'The chains that an answer lists, as a file',
  description: 'Of each kind the first 1,000. 409 before the answer.',
  role: 'viewer',
  params: whatIfParams,
  query: z.object({
    format: z.enum(exportFormatNames).meta({ title: 'Format' }),
    turn: z.enum(turns).optional().describe('Only of this kind; all where absent'),
  }),
  response: 'file',
  async handle({ principal, params, query: { format, turn } }) {
    const { result } = await get(principal, params.id)
    if (result === null) throw new AppError('conflict', 'There is no answer yet.')
    return exportResponse('what-if', format, differenceColumns, exportDifferences(result, turn))
  },
})

export const whatIfRoutes = [createWhatIf, listWhatIfs, getWhatIf, deleteWhatIf, exportWhatIf]

import { z } from 'zod'
import { declaredSchema } from '#lib/checks/declared.ts'
import { recordReview } from '#lib/data/environments/record-review.ts'
import { exposureFilter } from '#lib/data/records/exposure-filter.ts'
import { importDeclared, previewDeclared } from '#lib/data/records/import-declared.ts'
import { type ExposureRow, exportExposures, listExposures } from '#lib/data/records/list-exposures.ts'
import { getDeclared, saveDeclared } from '#lib/data/records/save-declared.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const exposureSchema = z.object({
  id: z.uuid(),
  spkiSha256: z.string(),
  location: z.string(),
  foundAt: instant,
  foundBy: z.string(),
  certificates: z.int().describe('On record, with the key'),
  endpoints: z.int().describe('That serve a leaf with it now'),
})

const exposureColumns: readonly ExportColumn<ExposureRow>[] = [
  { key: 'location', label: 'Met in', value: (row) => row.location },
  { key: 'foundAt', label: 'Met at', value: (row) => row.foundAt },
  { key: 'foundBy', label: 'Sent by', value: (row) => row.foundBy },
  { key: 'certificates', label: 'Certificates with the key', value: (row) => row.certificates },
  { key: 'endpoints', label: 'Endpoints that serve it', value: (row) => row.endpoints },
  { key: 'spkiSha256', label: 'Key SHA-256', value: (row) => row.spkiSha256 },
]

export const listKeyExposures = defineRoute({
  method: 'GET',
  path: '/api/v1/key-exposures',
  summary: 'Private keys that imports met and dropped, by the hash of their public half',
  role: 'viewer',
  query: exposureFilter,
  response: pageOf(exposureSchema),
  async handle({ principal, query }) {
    return listExposures(principal, query)
  },
})

export const exportKeyExposures = defineRoute({
  method: 'GET',
  path: '/api/v1/key-exposures/export',
  summary: 'Private keys that imports met and dropped, as a file',
  role: 'viewer',
  query: exportQuery(exposureFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('key-exposures', format, exposureColumns, exportExposures(principal, filter))
  },
})

const file = z.strictObject({
  text: z
    .string()
    .describe(
      'CSV (identity, renewal, keyStorage, vendor, reviewedAt, contract, standby), JSON lines, or a JSON array',
    ),
})

const imported = z.object({
  counts: z.object({ changed: z.int(), unchanged: z.int(), 'not-found': z.int() }),
  results: z.array(
    z.object({
      line: z.int(),
      identity: z.string(),
      identityId: z.uuid().nullable(),
      outcome: z.enum(['changed', 'unchanged', 'not-found']),
      members: z.array(z.string()).describe('That change'),
    }),
  ),
  problems: z.array(z.object({ line: z.int(), problem: z.string() })),
})

const maxBodyBytes = 8 * 1024 * 1024

export const previewDeclaredFacts = defineRoute({
  method: 'POST',
  path: '/api/v1/declared-facts/preview',
  summary: 'What importing declared facts would come to, line by line',
  role: 'analyst',
  maxBodyBytes,
  body: file,
  response: imported,
  async handle({ principal, body }) {
    return previewDeclared(principal, body.text)
  },
})

export const importDeclaredFacts = defineRoute({
  method: 'POST',
  path: '/api/v1/declared-facts',
  summary: 'Import what no scan can see of identities, by their names',
  description: 'Lines that can be used are, although others can’t. The identities are judged anew; nothing is scanned.',
  role: 'analyst',
  maxBodyBytes,
  body: file,
  response: imported,
  async handle({ principal, body }) {
    return importDeclared(principal, body.text)
  },
})

const params = z.object({ id: z.guid() })

export const getDeclaredFacts = defineRoute({
  method: 'GET',
  path: '/api/v1/identities/{id}/declared',
  summary: 'What is declared of an identity, and no scan can see',
  role: 'viewer',
  params,
  response: declaredSchema,
  async handle({ principal, params: { id } }) {
    return getDeclared(principal, id)
  },
})

export const saveDeclaredFacts = defineRoute({
  method: 'PUT',
  path: '/api/v1/identities/{id}/declared',
  summary: 'Replace what is declared of an identity',
  description: 'What is left out is no longer on record. The identity is judged anew; nothing is scanned.',
  role: 'analyst',
  params,
  body: declaredSchema,
  response: declaredSchema,
  async handle({ principal, params: { id }, body }) {
    return saveDeclared(principal, id, body)
  },
})

export const recordEnvironmentReview = defineRoute({
  method: 'POST',
  path: '/api/v1/environments/{id}/reviews',
  summary: 'Put on record that an environment’s suites and protocols were reviewed',
  role: 'analyst',
  params,
  body: z.strictObject({
    at: z.iso.datetime({ offset: true }).optional().describe('Now where absent'),
    by: z.string().trim().min(1).max(200).optional().describe('Who reviewed; the caller where absent'),
  }),
  response: null,
  async handle({ principal, params: { id }, body: { at, by } }) {
    const now = new Date()
    const review = { at: at === undefined ? now : new Date(at), ...(by === undefined ? {} : { by }) }
    await recordReview(principal, id, review, now)
  },
})

export const recordRoutes = [
  listKeyExposures,
  exportKeyExposures,
  previewDeclaredFacts,
  importDeclaredFacts,
  getDeclaredFacts,
  saveDeclaredFacts,
  recordEnvironmentReview,
]

import { z } from 'zod'
import { rotationFilter } from '#lib/data/rotations/filter.ts'
import {
  exportRotations as exportAll,
  listRotations as list,
  type RotationRow,
} from '#lib/data/rotations/list-rotations.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const rotationSchema = z.object({
  id: z.uuid(),
  at: instant.describe('When the next leaf was first seen'),
  previousSeenAt: instant.nullable().describe('When the previous one was last seen: the step lies between the two'),
  endpointId: z.uuid(),
  endpoint: z.string(),
  identityId: z.uuid().nullable().describe('That the endpoint was bound to at that time'),
  identityName: z.string().nullable(),
  owner: z.string().nullable(),
  environment: z.string().nullable(),
  previousSha256: z.string(),
  nextSha256: z.string(),
  ageSeconds: z.number().describe('How long the previous leaf had been valid'),
  lifeLeftSeconds: z.number().describe('Negative where it had expired'),
  lifetimeSeconds: z.number(),
  keyKept: z.boolean().describe('A renewal that keeps the key is no rotation of the key'),
  late: z.boolean().describe('The previous leaf was seen served with less than a tenth of its life left, or after it'),
  afterExpiry: z.boolean(),
})

const columns: readonly ExportColumn<RotationRow>[] = [
  { key: 'at', label: 'At', value: (row) => row.at },
  { key: 'identity', label: 'Identity', value: (row) => row.identityName },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'endpoint', label: 'Endpoint', value: (row) => row.endpoint },
  { key: 'ageSeconds', label: 'Age at rotation (s)', value: (row) => row.ageSeconds },
  { key: 'lifeLeftSeconds', label: 'Life left (s)', value: (row) => row.lifeLeftSeconds },
  { key: 'lifetimeSeconds', label: 'Lifetime (s)', value: (row) => row.lifetimeSeconds },
  { key: 'keyKept', label: 'Key kept', value: (row) => row.keyKept },
  { key: 'previousSeenAt', label: 'Previous last seen', value: (row) => row.previousSeenAt },
  { key: 'late', label: 'Late', value: (row) => row.late },
  { key: 'afterExpiry', label: 'After expiry', value: (row) => row.afterExpiry },
  { key: 'previousSha256', label: 'Previous SHA-256', value: (row) => row.previousSha256 },
  { key: 'nextSha256', label: 'Next SHA-256', value: (row) => row.nextSha256 },
]

export const listRotations = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations',
  summary: 'Rotations, newest first',
  role: 'viewer',
  query: rotationFilter,
  response: pageOf(rotationSchema),
  async handle({ principal, query }) {
    return list(principal, query)
  },
})

export const exportRotations = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/export',
  summary: 'Rotations as a file',
  role: 'viewer',
  query: exportQuery(rotationFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('rotations', format, columns, exportAll(principal, filter))
  },
})

export const rotationRoutes = [listRotations, exportRotations]

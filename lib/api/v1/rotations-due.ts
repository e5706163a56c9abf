import { z } from 'zod'
import { rotationBases, rotationStates } from '#lib/checks/rotation-due.ts'
import { rotationSigns } from '#lib/checks/rotation-sign.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'
import { type DueRow, exportDue, listDue } from '#lib/data/rotations/list-due.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const dueSchema = z.object({
  id: z.uuid().describe('Of this row; it changes where the date does'),
  state: z.enum(rotationStates),
  expectedAt: instant.describe('From when on it is due'),
  dueAt: instant.describe('From when on it is overdue'),
  missedAt: instant.describe('From when on it was missed'),
  basis: z.enum(rotationBases),
  intervalSeconds: z.number().nullable().describe('What policy says'),
  sha256: z.string(),
  certificateName: z.string(),
  notBefore: instant,
  notAfter: instant,
  identityId: z.uuid().nullable(),
  identityName: z.string().nullable(),
  owner: z.string().nullable(),
  environment: z.string().nullable(),
  endpointId: z.uuid().describe('One of those that present it'),
  endpoint: z.string(),
  endpoints: z.int(),
  signs: z.array(z.enum(rotationSigns)).describe('What open findings say of its rotations'),
})

const columns: readonly ExportColumn<DueRow>[] = [
  { key: 'identity', label: 'Identity', value: (row) => row.identityName },
  { key: 'endpoint', label: 'Endpoint', value: (row) => row.endpoint },
  { key: 'endpoints', label: 'Endpoints', value: (row) => row.endpoints },
  { key: 'state', label: 'State', value: (row) => row.state },
  { key: 'expectedAt', label: 'Due from', value: (row) => row.expectedAt },
  { key: 'dueAt', label: 'Overdue from', value: (row) => row.dueAt },
  { key: 'missedAt', label: 'Missed from', value: (row) => row.missedAt },
  { key: 'basis', label: 'Rests on', value: (row) => row.basis },
  { key: 'intervalSeconds', label: 'Interval of the policy (s)', value: (row) => row.intervalSeconds },
  { key: 'certificate', label: 'Certificate', value: (row) => row.certificateName },
  { key: 'sha256', label: 'SHA-256', value: (row) => row.sha256 },
  { key: 'notBefore', label: 'Valid from', value: (row) => row.notBefore },
  { key: 'notAfter', label: 'Expires', value: (row) => row.notAfter },
  { key: 'signs', label: 'Signs', value: (row) => row.signs.join(' ') },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
]

export const listDueRotations = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/due',
  summary: 'Served certificates with when they are to be rotated, the first due at the head',
  role: 'viewer',
  query: dueFilter,
  response: pageOf(dueSchema),
  async handle({ principal, query }) {
    return listDue(principal, query)
  },
})

export const exportDueRotations = defineRoute({
  method: 'GET',
  path: '/api/v1/rotations/due/export',
  summary: 'Served certificates with when they are to be rotated, as a file',
  role: 'viewer',
  query: exportQuery(dueFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('rotations-due', format, columns, exportDue(principal, filter))
  },
})

export const dueRotationRoutes = [listDueRotations, exportDueRotations]

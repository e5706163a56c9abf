import { z } from 'zod'
import { ownerFilter } from '#lib/data/owners/filter.ts'
import { importOwners } from '#lib/data/owners/import-owners.ts'
import { exportOwners, listOwners } from '#lib/data/owners/list-owners.ts'
import { ownerExport } from '#lib/data/owners/owner-row.ts'
import { ownerInput, ownersLimit, removeOwner, saveOwners } from '#lib/data/owners/save-owners.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const ownerSchema = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  since: instant.nullable().describe('Since when it is inactive'),
  contact: z.string().nullable(),
  source: z.string().nullable().describe('hand or import; null: it is only named by identities'),
  recordedAt: instant.nullable(),
  identities: z.int().describe('In service'),
  openFindings: z.int(),
})

const saved = {
  changed: z.int().describe('New or other than before'),
  identities: z.int().describe('Identities that are judged anew'),
}

export const listOwnersRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/owners',
  summary: 'Owners that match a filter: those on record, and every name that identities carry',
  role: 'viewer',
  query: ownerFilter,
  response: pageOf(ownerSchema),
  async handle({ principal, query }) {
    return listOwners(principal, query)
  },
})

export const exportOwnersRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/owners/export',
  summary: 'Every owner that matches a filter, as a file',
  role: 'viewer',
  query: exportQuery(ownerFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('owners', format, ownerExport, exportOwners(principal, filter))
  },
})

export const saveOwnersRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/owners',
  summary: 'Put owners on record, or change what is on record of them',
  description: 'By name; owners that are left out stay as they are.',
  role: 'analyst',
  body: z.strictObject({ owners: z.array(ownerInput).min(1).max(ownersLimit) }),
  response: z.object(saved),
  async handle({ principal, body: { owners } }) {
    return saveOwners(principal, owners, 'hand')
  },
})

export const importOwnersRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/owners/import',
  summary: 'Take over a directory’s list of owners',
  description: 'CSV with the columns name, active, since and contact. Lines that cannot be read are told and left out.',
  role: 'analyst',
  body: z.strictObject({ csv: z.string().min(1) }),
  response: z.object({
    ...saved,
    read: z.int(),
    problems: z.array(z.object({ line: z.int(), problem: z.string() })),
  }),
  async handle({ principal, body: { csv } }) {
    const imported = await importOwners(principal, csv)
    return { ...imported, problems: [...imported.problems] }
  },
})

export const removeOwnerRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/owners/remove',
  summary: 'Forget what is on record of an owner; identities keep its name',
  role: 'analyst',
  body: z.strictObject({ name: z.string().min(1).max(200) }),
  response: z.object({ removed: z.literal(true) }),
  async handle({ principal, body: { name } }) {
    await removeOwner(principal, name)
    return { removed: true } as const
  },
})

export const ownerRoutes = [
  listOwnersRoute,
  exportOwnersRoute,
  saveOwnersRoute,
  importOwnersRoute,
  removeOwnerRoute,
] as const

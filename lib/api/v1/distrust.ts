import { z } from 'zod'
import {
  addDistrust as add,
  changeDistrust as change,
  distrustChange,
  distrustFields,
  removeDistrust as remove,
} from '#lib/data/trust-stores/change-distrust.ts'
import { distrustFilter } from '#lib/data/trust-stores/distrust-filter.ts'
import { listDistrust as list } from '#lib/data/trust-stores/list-distrust.ts'
import { getStoreSummary } from '#lib/data/trust-stores/list-store-summaries.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'
import { storeIdParams } from './trust-store-schema.ts'

const entrySchema = z.object({
  id: z.guid(),
  spkiSha256: z.string(),
  subject: z.string().nullable(),
  effectiveAt: instant,
  source: z.string(),
  reason: z.string(),
  advisory: z.object({ id: z.guid(), title: z.string() }).nullable().describe('Null: made by hand'),
  anchors: z.int().describe('Anchors of the store that carry the key'),
  certificates: z.int().describe('Certificates on record that carry it'),
})

const entryParams = storeIdParams.extend({ entry: z.guid() })

export const listDistrust = defineRoute({
  method: 'GET',
  path: '/api/v1/trust-stores/{id}/distrust',
  summary: 'Keys that are distrusted in a trust store',
  role: 'viewer',
  params: storeIdParams,
  query: distrustFilter,
  response: pageOf(entrySchema),
  async handle({ principal, params, query }) {
    const { id } = await getStoreSummary(principal, params.id)
    return list(principal, id, query)
  },
})

export const addDistrust = defineRoute({
  method: 'POST',
  path: '/api/v1/trust-stores/{id}/distrust',
  summary: 'Distrust a key in a trust store',
  description:
    'From `effectiveAt` on no path of the store runs through the key, cross-signed or not. All that answers to the store is judged anew; nothing is scanned.',
  role: 'admin',
  params: storeIdParams,
  body: distrustFields,
  response: z.object({ id: z.guid() }),
  status: 201,
  async handle({ principal, params, body }) {
    return { id: await add(principal, params.id, body) }
  },
})

export const changeDistrust = defineRoute({
  method: 'PUT',
  path: '/api/v1/trust-stores/{id}/distrust/{entry}',
  summary: 'Say the date, source and reason of a distrust entry anew',
  description: 'The key stays. 409 for the entry of an advisory.',
  role: 'admin',
  params: entryParams,
  body: distrustChange,
  response: null,
  async handle({ principal, params, body }) {
    await change(principal, params.id, params.entry, body)
  },
})

export const removeDistrust = defineRoute({
  method: 'DELETE',
  path: '/api/v1/trust-stores/{id}/distrust/{entry}',
  summary: 'Take a distrust entry back',
  description: '409 for the entry of an advisory, which goes with its advisory.',
  role: 'admin',
  params: entryParams,
  response: null,
  async handle({ principal, params }) {
    await remove(principal, params.id, params.entry)
  },
})

export const distrustRoutes = [listDistrust, addDistrust, changeDistrust, removeDistrust]

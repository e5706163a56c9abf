import { z } from 'zod'
import { createTrustStore as create } from '#lib/data/trust-stores/create-trust-store.ts'
import { listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

const storeSchema = z.object({
  id: z.guid(),
  name: z.string(),
  source: z.enum(['runtime', 'upload', 'demo']),
  publicRoots: z.boolean(),
  asOf: instant,
  version: z.string(),
  isDefault: z.boolean(),
  anchors: z.int(),
  environments: z.int().describe('That name this store'),
  identities: z.int().describe('That name this store'),
})

export const listTrustStores = defineRoute({
  method: 'GET',
  path: '/api/v1/trust-stores',
  summary: 'Trust stores, the default first',
  role: 'viewer',
  response: z.object({ rows: z.array(storeSchema) }),
  async handle({ principal }) {
    return { rows: await listStoreSummaries(principal) }
  },
})

export const createTrustStore = defineRoute({
  method: 'POST',
  path: '/api/v1/trust-stores',
  summary: 'Make a trust store of a PEM bundle',
  description: 'Private keys in the bundle are dropped unread, and their number is told.',
  role: 'admin',
  maxBodyBytes: 17 * 1024 * 1024,
  body: z.strictObject({
    name: z.string().max(200),
    pem: z.string(),
    asOf: z.iso.datetime({ offset: true }).optional().describe('The date of the content; now where absent'),
    version: z.string().max(200).optional(),
    publicRoots: z.boolean().optional(),
  }),
  response: z.object({
    id: z.guid(),
    anchors: z.int(),
    privateKeysDropped: z.int(),
    problems: z.array(z.object({ at: z.string(), problem: z.string() })).describe('Blocks that were left out'),
  }),
  status: 201,
  async handle({ principal, body: { name, pem, asOf, version, publicRoots } }) {
    return create(principal, {
      name,
      pem,
      ...(asOf === undefined ? {} : { asOf: new Date(asOf) }),
      ...(version === undefined ? {} : { version }),
      ...(publicRoots === undefined ? {} : { publicRoots }),
    })
  },
})

export const trustStoreRoutes = [listTrustStores, createTrustStore]

import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { anchorFilter } from '#lib/data/trust-stores/anchor-filter.ts'
import { deleteTrustStore as remove, setDefaultStore } from '#lib/data/trust-stores/change-trust-store.ts'
import { createTrustStore as create } from '#lib/data/trust-stores/create-trust-store.ts'
import { listAnchors } from '#lib/data/trust-stores/list-anchors.ts'
import { getStoreSummary, listStoreSummaries } from '#lib/data/trust-stores/list-store-summaries.ts'
import { readSystemStore } from '#lib/data/trust-stores/read-system-store.ts'
import { removeAnchors, replaceStoreContent } from '#lib/data/trust-stores/replace-store-content.ts'
import { defineRoute } from '../define-route.ts'
import { pageOf } from '../pagination.ts'
import { anchorSchema, contentFields, leftOut, storeIdParams, storeSchema } from './trust-store-schema.ts'

const maxBodyBytes = 24 * 1024 * 1024

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
  summary: 'Make a trust store',
  description:
    'Of certificates in PEM, DER or PKCS#7, or of the bundle of a SPIFFE trust domain. Private keys are dropped, and their number is told.',
  role: 'admin',
  maxBodyBytes,
  body: z.strictObject({
    name: z.string().max(200),
    ...contentFields,
    publicRoots: z.boolean().optional(),
    trustDomain: z
      .string()
      .max(300)
      .optional()
      .describe('Of this SPIFFE trust domain: its identities answer to the store'),
  }),
  response: z.object({
    id: z.guid(),
    anchors: z.int(),
    privateKeysDropped: z.int(),
    problems: leftOut,
  }),
  status: 201,
  async handle({ principal, body: { name, publicRoots, trustDomain, ...content } }) {
    return create(principal, {
      name,
      ...uploadOf(content),
      ...(publicRoots === undefined ? {} : { publicRoots }),
      ...(trustDomain === undefined ? {} : { trustDomain }),
    })
  },
})

export const readSystemTrustStore = defineRoute({
  method: 'POST',
  path: '/api/v1/trust-stores/system',
  summary: 'Read the certificates that the server’s system trusts into their store',
  description: '503 where the system names none; then there is no store.',
  role: 'admin',
  response: z.object({ id: z.guid(), anchors: z.int(), changed: z.boolean() }),
  async handle({ principal }) {
    return readSystemStore(principal)
  },
})

export const getTrustStore = defineRoute({
  method: 'GET',
  path: '/api/v1/trust-stores/{id}',
  summary: 'One trust store',
  role: 'viewer',
  params: storeIdParams,
  response: storeSchema,
  async handle({ principal, params }) {
    return getStoreSummary(principal, params.id)
  },
})

export const replaceTrustStore = defineRoute({
  method: 'PUT',
  path: '/api/v1/trust-stores/{id}',
  summary: 'Give a trust store a new content, with a new version and date',
  description:
    'The anchors take the place of those that are there, or stand beside them with `mode` `add`. All that answers to the store is judged anew; nothing is scanned.',
  role: 'admin',
  maxBodyBytes,
  params: storeIdParams,
  body: z.strictObject({ ...contentFields, mode: z.enum(['replace', 'add']).optional() }),
  response: z.object({
    id: z.guid(),
    version: z.string(),
    anchors: z.int(),
    added: z.int(),
    removed: z.int(),
    privateKeysDropped: z.int(),
    problems: leftOut,
  }),
  async handle({ principal, params, body: { mode, ...content } }) {
    return replaceStoreContent(principal, params.id, { ...uploadOf(content), ...(mode === undefined ? {} : { mode }) })
  },
})

export const deleteTrustStore = defineRoute({
  method: 'DELETE',
  path: '/api/v1/trust-stores/{id}',
  summary: 'Delete a trust store that nothing names',
  role: 'admin',
  params: storeIdParams,
  response: null,
  async handle({ principal, params }) {
    await remove(principal, params.id)
  },
})

export const makeDefaultTrustStore = defineRoute({
  method: 'POST',
  path: '/api/v1/trust-stores/{id}/default',
  summary: 'Make it the store that counts where nothing names another',
  role: 'admin',
  params: storeIdParams,
  response: null,
  async handle({ principal, params }) {
    await setDefaultStore(principal, params.id)
  },
})

export const listStoreAnchors = defineRoute({
  method: 'GET',
  path: '/api/v1/trust-stores/{id}/anchors',
  summary: 'Anchors of a trust store',
  role: 'viewer',
  params: storeIdParams,
  query: anchorFilter,
  response: pageOf(anchorSchema),
  async handle({ principal, params, query }) {
    const { id } = await getStoreSummary(principal, params.id)
    return listAnchors(principal, id, query)
  },
})

export const removeStoreAnchor = defineRoute({
  method: 'DELETE',
  path: '/api/v1/trust-stores/{id}/anchors/{sha256}',
  summary: 'Take one anchor out of a trust store',
  role: 'admin',
  params: storeIdParams.extend({ sha256: z.string().regex(/^[0-9a-fA-F]{64}$/) }),
  response: null,
  async handle({ principal, params }) {
    const removed = await removeAnchors(principal, params.id, [params.sha256.toLowerCase()])
    if (removed === 0) throw new AppError('not-found', 'There is no such anchor in this store')
  },
})

/** JSON carries a file in base64, and a SPIFFE bundle as it is. */
function uploadOf({ pem, base64, spiffeBundle, asOf, version }: z.output<z.ZodObject<typeof contentFields>>) {
  const text = spiffeBundle === undefined ? pem : JSON.stringify(spiffeBundle)
  if (pem !== undefined && spiffeBundle !== undefined) {
    throw new AppError('invalid-input', 'Send `pem` or `spiffeBundle`, not both')
  }
  return {
    ...(text === undefined ? {} : { pem: text }),
    ...(base64 === undefined ? {} : { file: new Uint8Array(Buffer.from(base64, 'base64')) }),
    ...(asOf === undefined ? {} : { asOf: new Date(asOf) }),
    ...(version === undefined ? {} : { version }),
  }
}

export const trustStoreRoutes = [
  listTrustStores,
  createTrustStore,
  readSystemTrustStore,
  getTrustStore,
  replaceTrustStore,
  deleteTrustStore,
  makeDefaultTrustStore,
  listStoreAnchors,
  removeStoreAnchor,
]

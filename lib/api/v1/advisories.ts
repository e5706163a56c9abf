import { z } from 'zod'
import { advisoryLimits } from '#lib/data/advisories/advisory-file.ts'
import { importAdvisory as bring, withdrawAdvisory as withdraw } from '#lib/data/advisories/import-advisory.ts'
import { getAdvisory as get, listAdvisories as list } from '#lib/data/advisories/list-advisories.ts'
import { previewAdvisory as preview } from '#lib/data/advisories/preview-advisory.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

const params = z.object({ id: z.guid() })
const store = z.object({ id: z.guid(), name: z.string() })

const rowSchema = z.object({
  id: z.guid(),
  sha256: z.string().describe('Of the file as it was imported'),
  title: z.string(),
  source: z.string(),
  url: z.string().nullable(),
  publishedAt: instant,
  importedAt: instant,
  importedBy: z.string(),
  keys: z.int(),
  everyPublicStore: z.boolean().describe('It speaks for every store of public roots, those to come included'),
  stores: z.array(store).describe('Where it distrusts a key now'),
})

const entrySchema = z.object({
  spkiSha256: z.string(),
  subject: z.string().nullable(),
  effectiveAt: instant,
  reason: z.string(),
})

const body = z.strictObject({
  file: z
    .string()
    .max(advisoryLimits.characters)
    .describe('The text of the advisory’s file, byte for byte: the format is described in docs/advisories.md'),
  store: z
    .union([z.literal('public'), z.guid()])
    .describe('One store by its id, or `public`: every store of public roots, those to come included'),
})

/** A file of the largest size, with every character escaped. */
const maxBodyBytes = 16 * 1024 * 1024

export const listAdvisories = defineRoute({
  method: 'GET',
  path: '/api/v1/advisories',
  summary: 'Distrust advisories, the newest first',
  role: 'viewer',
  response: z.object({ rows: z.array(rowSchema) }),
  async handle({ principal }) {
    return { rows: await list(principal) }
  },
})

export const getAdvisory = defineRoute({
  method: 'GET',
  path: '/api/v1/advisories/{id}',
  summary: 'One distrust advisory with the keys that it names',
  role: 'viewer',
  params,
  response: rowSchema.extend({
    entries: z.array(
      entrySchema.extend({
        certificates: z.int().describe('Certificates on record that carry the key'),
        stores: z.int().describe('Stores in which this advisory speaks for the key'),
      }),
    ),
  }),
  async handle({ principal, params: { id } }) {
    return get(principal, id)
  },
})

export const importAdvisory = defineRoute({
  method: 'POST',
  path: '/api/v1/advisories',
  summary: 'Import a distrust advisory',
  description:
    'Once by the SHA-256 of its file: the same file again changes nothing, or widens it to another store. All that answers to the stores that change is judged anew; nothing is scanned.',
  role: 'admin',
  maxBodyBytes,
  body,
  response: z.object({
    id: z.guid(),
    title: z.string(),
    changed: z.boolean().describe('False: it stands for this scope already'),
    stores: z.int().describe('Stores whose distrust entries changed'),
  }),
  async handle({ principal, body: { file, store: scope } }) {
    return bring(principal, file, scope)
  },
})

const anchorSchema = z.object({
  storeId: z.guid(),
  storeName: z.string(),
  sha256: z.string(),
  subject: z.string(),
  inScope: z.boolean(),
})

export const previewAdvisory = defineRoute({
  method: 'POST',
  path: '/api/v1/advisories/preview',
  summary: 'What importing an advisory would touch; writes nothing',
  role: 'admin',
  maxBodyBytes,
  body,
  response: z.object({
    title: z.string(),
    source: z.string(),
    url: z.string().nullable(),
    publishedAt: instant,
    stores: z.array(store),
    importedAs: z.guid().nullable().describe('This very file is on record'),
    entries: z.array(
      entrySchema.extend({
        anchors: z.array(anchorSchema).describe('Anchors that carry the key, at most 100'),
        certificateCount: z.int().describe('Certificates on record that carry the key'),
        certificates: z.array(z.object({ sha256: z.string(), subject: z.string() })).describe('Some of them'),
        endpoints: z.int().describe('Endpoints that present one of them now'),
        already: z
          .array(z.object({ storeName: z.string(), effectiveAt: instant, byHand: z.boolean() }))
          .describe('Stores in scope that distrust the key already; an entry by hand stays'),
      }),
    ),
  }),
  async handle({ principal, body: { file, store: scope } }) {
    return preview(principal, file, scope)
  },
})

export const withdrawAdvisory = defineRoute({
  method: 'DELETE',
  path: '/api/v1/advisories/{id}',
  summary: 'Withdraw a distrust advisory with all of its entries',
  role: 'admin',
  params,
  response: null,
  async handle({ principal, params: { id } }) {
    await withdraw(principal, id)
  },
})

export const advisoryRoutes = [listAdvisories, importAdvisory, previewAdvisory, getAdvisory, withdrawAdvisory]

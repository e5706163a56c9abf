import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { bindIssued, removeIssued } from '#lib/data/records/bind-issued.ts'
import { importIssued, issuedLimits } from '#lib/data/records/import-issued.ts'
import { issuedFilter, issuedSources } from '#lib/data/records/issued-filter.ts'
import { exportIssued, type IssuedRow, listIssued } from '#lib/data/records/list-issued.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const issuedSchema = z.object({
  id: z.uuid().describe('Of the certificate'),
  sha256: z.string(),
  spkiSha256: z.string(),
  name: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: instant,
  notAfter: instant,
  sources: z.array(z.enum(issuedSources)),
  recordedAt: instant,
  recordedBy: z.string(),
  identityId: z.uuid().nullable(),
  identity: z.string().nullable(),
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  firstServedAt: instant.nullable().describe('When a scan first saw it as a leaf; null: never'),
  endpoints: z.int().describe('That serve it as their leaf now'),
})

const columns: readonly ExportColumn<IssuedRow>[] = [
  { key: 'name', label: 'Name', value: (row) => row.name },
  { key: 'identity', label: 'Identity', value: (row) => row.identity },
  { key: 'environment', label: 'Environment', value: (row) => row.environment },
  { key: 'owner', label: 'Owner', value: (row) => row.owner },
  { key: 'issuer', label: 'Issuer', value: (row) => row.issuer },
  { key: 'serial', label: 'Serial number', value: (row) => row.serial },
  { key: 'notBefore', label: 'Not before', value: (row) => row.notBefore },
  { key: 'notAfter', label: 'Not after', value: (row) => row.notAfter },
  { key: 'sources', label: 'Sources', value: (row) => row.sources.join(', ') },
  { key: 'recordedAt', label: 'Recorded', value: (row) => row.recordedAt },
  { key: 'recordedBy', label: 'Recorded by', value: (row) => row.recordedBy },
  { key: 'firstServedAt', label: 'First served', value: (row) => row.firstServedAt },
  { key: 'endpoints', label: 'Endpoints that serve it', value: (row) => row.endpoints },
  { key: 'sha256', label: 'SHA-256', value: (row) => row.sha256 },
]

export const listIssuedCertificates = defineRoute({
  method: 'GET',
  path: '/api/v1/issued-certificates',
  summary: 'Certificates that somebody said were issued, newest record first',
  role: 'viewer',
  query: issuedFilter,
  response: pageOf(issuedSchema),
  async handle({ principal, query }) {
    return listIssued(principal, query)
  },
})

export const exportIssuedCertificates = defineRoute({
  method: 'GET',
  path: '/api/v1/issued-certificates/export',
  summary: 'Certificates that somebody said were issued, as a file',
  role: 'viewer',
  query: exportQuery(issuedFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('issued-certificates', format, columns, exportIssued(principal, filter))
  },
})

export const recordIssuedCertificates = defineRoute({
  method: 'POST',
  path: '/api/v1/issued-certificates',
  summary: 'Put on record that certificates were issued',
  description: `For pipelines and CAs’ hooks. At most ${issuedLimits.certificates} certificates; each is told of by itself. Private keys are dropped, told of by line, and recorded by the hash of their public half alone. PKCS#12 can’t be read.`,
  role: 'analyst',
  maxBodyBytes: 24 * 1024 * 1024,
  body: z
    .strictObject({
      text: z.string().optional().describe('PEM; of source ct also log entries as JSON lines'),
      base64: z.base64().optional().describe('A file as it is, in base64: PEM, DER or PKCS#7'),
      source: z.enum(issuedSources).default('api'),
      identity: z.string().max(2048).optional().describe('The identity that they are for; absent: by their own names'),
      name: z.string().max(300).optional().describe('What the file is called, for the record of private keys'),
    })
    .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), 'send either text or base64'),
  response: z.object({
    recorded: z.int(),
    known: z.int(),
    unreadable: z.int(),
    privateKeysDropped: z.int(),
    items: z.array(
      z.object({
        sha256: z.string(),
        certificateId: z.uuid().nullable(),
        outcome: z.enum(['recorded', 'known', 'unreadable']),
        problem: z.string().nullable(),
        identityId: z.uuid().nullable(),
        identity: z.string().nullable(),
      }),
    ),
    problems: z.array(z.object({ at: z.string(), problem: z.string() })),
  }),
  async handle({ principal, body: { text, base64, source, identity, name } }) {
    const file = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)
    return importIssued(principal, {
      file,
      source,
      ...(identity === undefined ? {} : { identity }),
      ...(name === undefined ? {} : { name }),
    })
  },
})

const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex is wanted') })

export const bindIssuedCertificate = defineRoute({
  method: 'PATCH',
  path: '/api/v1/issued-certificates/{sha256}',
  summary: 'Say for which identity a certificate was issued',
  role: 'analyst',
  params,
  body: z.strictObject({ identityId: z.guid().nullable() }),
  response: null,
  async handle({ principal, params: { sha256 }, body: { identityId } }) {
    await bindIssued(principal, await idOf(principal, sha256), identityId)
  },
})

export const removeIssuedCertificate = defineRoute({
  method: 'DELETE',
  path: '/api/v1/issued-certificates/{sha256}',
  summary: 'Take back that a certificate was issued',
  description: 'What scans saw of it stays.',
  role: 'analyst',
  params,
  response: null,
  async handle({ principal, params: { sha256 } }) {
    await removeIssued(principal, await idOf(principal, sha256))
  },
})

async function idOf(principal: Parameters<typeof listIssued>[0], sha256: string): Promise<string> {
  const { rows } = await listIssued(principal, issuedFilter.parse({ q: sha256, limit: '1' }))
  const [found] = rows
  if (found?.sha256 !== sha256) throw new AppError('not-found', 'There is no such record.')
  return found.id
}

export const issuedCertificateRoutes = [
  listIssuedCertificates,
  exportIssuedCertificates,
  recordIssuedCertificates,
  bindIssuedCertificate,
  removeIssuedCertificate,
]

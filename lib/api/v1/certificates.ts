import { z } from 'zod'
import type { CertificateRow } from '#lib/data/certificates/certificate-row.ts'
import { certificateFilter } from '#lib/data/certificates/filter.ts'
import { getCertificate as get, getCertificatePem as getPem } from '#lib/data/certificates/get-certificate.ts'
import { exportCertificates as exportAll, listCertificates as list } from '#lib/data/certificates/list-certificates.ts'
import { listPresences } from '#lib/data/certificates/list-presences.ts'
import { getCertificateRevocation } from '#lib/data/revocation/certificate-revocation.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'
import { certificateFieldsSchema } from './certificate-fields-schema.ts'
import { revocationSchema } from './revocation-sources.ts'

const boundedCount = z.object({
  count: z.int(),
  exact: z.boolean().describe('False: there are more than were counted'),
})

const certificateSchema = z.object({
  id: z.uuid(),
  sha256: z.string().describe('Of the DER, in hex'),
  spkiSha256: z.string().describe('Of the SubjectPublicKeyInfo, in hex'),
  name: z.string().describe('First DNS name or URI, else the subject, else the serial number'),
  nameCount: z.int(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  notBefore: instant,
  notAfter: instant,
  isCa: z.boolean(),
  selfSigned: z.boolean().describe('Its signature verifies under its own key'),
  keyAlgorithm: z.string(),
  keyBits: z.int().nullable(),
  signatureAlgorithm: z.string(),
  firstSeenAt: instant,
  lastSeenAt: instant,
  endpoints: boundedCount.describe('Endpoints that serve it now, at any position of the chain'),
  environments: z.array(z.string()),
  sameKey: z.int().describe('Other certificates with the same key'),
  anchorOf: z.array(z.string()).describe('Trust stores of which it is an anchor'),
})

const presenceSchema = z.object({
  id: z.uuid(),
  ip: z.string(),
  position: z.int().describe('0 is the leaf'),
  openedAt: instant,
  lastSeenAt: instant,
  closedAt: instant.nullable().describe('Null: it is served now'),
  endpointId: z.uuid(),
  endpoint: z.string(),
  identityId: z.uuid().nullable(),
  identityName: z.string().nullable(),
  environment: z.string().nullable(),
})

const certificateDetailSchema = certificateSchema.extend({
  derBytes: z.int(),
  fields: certificateFieldsSchema.describe('Everything that was read from the DER; text in it is not to be trusted'),
  presences: z.object({ rows: z.array(presenceSchema), open: boundedCount, closed: boundedCount }),
  revocation: revocationSchema,
})

const columns: readonly ExportColumn<CertificateRow>[] = [
  { key: 'name', label: 'Name', value: (row) => row.name },
  { key: 'subject', label: 'Subject', value: (row) => row.subject },
  { key: 'issuer', label: 'Issuer', value: (row) => row.issuer },
  { key: 'serial', label: 'Serial number', value: (row) => row.serial },
  { key: 'notBefore', label: 'Not before', value: (row) => row.notBefore },
  { key: 'notAfter', label: 'Not after', value: (row) => row.notAfter },
  { key: 'keyAlgorithm', label: 'Key algorithm', value: (row) => row.keyAlgorithm },
  { key: 'keyBits', label: 'Key bits', value: (row) => row.keyBits },
  { key: 'signatureAlgorithm', label: 'Signature algorithm', value: (row) => row.signatureAlgorithm },
  { key: 'isCa', label: 'CA', value: (row) => row.isCa },
  { key: 'selfSigned', label: 'Self-signed', value: (row) => row.selfSigned },
  { key: 'endpoints', label: 'Endpoints that serve it', value: (row) => row.endpoints.count },
  { key: 'environments', label: 'Environments', value: (row) => row.environments.join(', ') },
  { key: 'sameKey', label: 'Others with the same key', value: (row) => row.sameKey },
  { key: 'anchorOf', label: 'Anchor of', value: (row) => row.anchorOf.join(', ') },
  { key: 'firstSeenAt', label: 'First seen', value: (row) => row.firstSeenAt },
  { key: 'lastSeenAt', label: 'Last seen', value: (row) => row.lastSeenAt },
  { key: 'sha256', label: 'SHA-256', value: (row) => row.sha256 },
  { key: 'spkiSha256', label: 'Key SHA-256', value: (row) => row.spkiSha256 },
]

const params = z.object({ sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'a SHA-256 in hex is wanted') })

export const listCertificates = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates',
  summary: 'Certificates, the next to expire first',
  role: 'viewer',
  query: certificateFilter,
  response: pageOf(certificateSchema),
  async handle({ principal, query }) {
    return list(principal, query)
  },
})

export const getCertificate = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates/{sha256}',
  summary: 'One certificate, and where it is and was served',
  role: 'viewer',
  params,
  response: certificateDetailSchema,
  async handle({ principal, params: { sha256 } }) {
    const certificate = await get(principal, sha256)
    return {
      ...certificate,
      fields: { ...certificate.fields },
      presences: await listPresences(principal, certificate.id),
      revocation: await getCertificateRevocation(principal, certificate.sha256),
    }
  },
})

export const getCertificatePem = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates/{sha256}/pem',
  summary: 'One certificate as PEM',
  role: 'viewer',
  params,
  response: 'file',
  async handle({ principal, params: { sha256 } }) {
    return new Response(await getPem(principal, sha256), {
      headers: {
        'content-type': 'application/x-pem-file',
        'content-disposition': `attachment; filename="${sha256.toLowerCase().slice(0, 16)}.pem"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  },
})

export const exportCertificates = defineRoute({
  method: 'GET',
  path: '/api/v1/certificates/export',
  summary: 'Certificates as a file',
  role: 'viewer',
  query: exportQuery(certificateFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('certificates', format, columns, exportAll(principal, filter))
  },
})

export const certificateRoutes = [listCertificates, exportCertificates, getCertificate, getCertificatePem]

import { z } from 'zod'
import { reuseKinds } from '#lib/checks/reuse-kind.ts'
import { severities } from '#lib/core/severity.ts'
import { requireClusterRef } from '#lib/data/reuse/cluster.ts'
import type { ClusterRow } from '#lib/data/reuse/cluster-row.ts'
import { clusterSubjects, clusterVerdicts, reuseFilter } from '#lib/data/reuse/filter.ts'
import { getCluster as get } from '#lib/data/reuse/get-cluster.ts'
import { exportClusters as exportAll, listClusters as list } from '#lib/data/reuse/list-clusters.ts'
import type { ExportColumn } from '#lib/export/export-format.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const severity = z.enum(severities)

const clusterSchema = z.object({
  id: z.string().describe('`key-<hex>`, `ca-<hex>` or `client-ca-<hex>`'),
  subject: z.enum(clusterSubjects).describe('A leaf’s key, a private CA’s key, or the name of a CA for clients'),
  hash: z.string().describe('SHA-256 of the SPKI, or of the CA’s name'),
  title: z.string(),
  kinds: z.array(z.enum(reuseKinds)),
  verdict: z
    .enum(clusterVerdicts)
    .describe('fault: shared and ought to be apart; unknown: it can’t be told; design: replicas share what is theirs'),
  endpoints: z.int(),
  unbound: z.int().describe('Endpoints that are bound to no identity'),
  identities: z.int(),
  certificates: z.int().describe('Leaves that are served now'),
  environments: z.array(z.string()),
  owners: z.array(z.string()),
  findings: z.int().describe('Active findings of these kinds at these places'),
  severity: severity.nullable(),
  expiresAt: instant.nullable(),
  breaksAt: instant.nullable().describe('Of a public certificate used as a client: from when on it works no more'),
})

const grade = z.enum(['public', 'other-environment', 'expired', 'stranger', 'own'])

const clusterDetailSchema = clusterSchema.extend({
  places: z.array(
    z.object({
      endpointId: z.uuid(),
      endpoint: z.string(),
      identityId: z.uuid().nullable(),
      identity: z.string().nullable(),
      owner: z.string().nullable(),
      environment: z.string().nullable(),
      production: z.boolean(),
      grade: grade.nullable().describe('What the CA for clients is to this endpoint'),
    }),
  ),
  groups: z.array(
    z.object({
      identityId: z.uuid().nullable(),
      identity: z.string().nullable(),
      owner: z.string().nullable(),
      environment: z.string().nullable(),
      production: z.boolean(),
      endpoints: z.int(),
    }),
  ),
  groupCount: z.int(),
  held: z
    .array(
      z.object({
        sha256: z.string(),
        name: z.string(),
        issuer: z.string(),
        notBefore: instant,
        notAfter: instant,
        servedFrom: instant.nullable(),
        servedUntil: instant.nullable(),
        endpoints: z.int(),
        kept: z.int().describe('Rotations to it that kept the key'),
      }),
    )
    .describe('Certificates with the key, newest first, served or not'),
  advice: z.array(
    z.object({
      checkId: z.string(),
      title: z.string(),
      fix: z.string(),
      findings: z.int(),
      severity: severity.nullable(),
    }),
  ),
  asOf: instant,
})

const columns: readonly ExportColumn<ClusterRow>[] = [
  { key: 'subject', label: 'What', value: (row) => row.subject },
  { key: 'title', label: 'Name', value: (row) => row.title },
  { key: 'kinds', label: 'Shared across', value: (row) => row.kinds.join(', ') },
  { key: 'verdict', label: 'Verdict', value: (row) => row.verdict },
  { key: 'severity', label: 'Worst finding', value: (row) => row.severity },
  { key: 'findings', label: 'Active findings', value: (row) => row.findings },
  { key: 'endpoints', label: 'Endpoints', value: (row) => row.endpoints },
  { key: 'unbound', label: 'Endpoints without an identity', value: (row) => row.unbound },
  { key: 'identities', label: 'Identities', value: (row) => row.identities },
  { key: 'environments', label: 'Environments', value: (row) => row.environments.join(', ') },
  { key: 'owners', label: 'Owners', value: (row) => row.owners.join(', ') },
  { key: 'certificates', label: 'Served leaves', value: (row) => row.certificates },
  { key: 'expiresAt', label: 'Leaf ends', value: (row) => row.expiresAt },
  { key: 'breaksAt', label: 'Breaks as a client', value: (row) => row.breaksAt },
  { key: 'hash', label: 'SHA-256', value: (row) => row.hash },
]

const standing = 'Without `verdict` what is shared by design is left out; `verdict=all` means everything.'

export const listReuse = defineRoute({
  method: 'GET',
  path: '/api/v1/reuse',
  summary: 'Keys, CAs and CAs for clients that more than one place uses, the worst first',
  description: standing,
  role: 'viewer',
  query: reuseFilter,
  response: pageOf(clusterSchema),
  async handle({ principal, query }) {
    return list(principal, query)
  },
})

export const getReuse = defineRoute({
  method: 'GET',
  path: '/api/v1/reuse/{id}',
  summary: 'One shared use: its places, certificates and what to do',
  role: 'viewer',
  params: z.object({ id: z.string().max(100) }),
  response: clusterDetailSchema,
  async handle({ principal, params }) {
    const { cluster, certificates, ...rest } = await get(principal, requireClusterRef(params.id))
    return { ...cluster, ...rest, held: certificates }
  },
})

export const exportReuse = defineRoute({
  method: 'GET',
  path: '/api/v1/reuse/export',
  summary: 'Shared uses as a file',
  description: standing,
  role: 'viewer',
  query: exportQuery(reuseFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('reuse', format, columns, exportAll(principal, filter))
  },
})

export const reuseRoutes = [listReuse, exportReuse, getReuse]

import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'
import { requireFilter } from '#lib/data/filter.ts'
import { bulkChangeIdentities, bulkIdentityChange, bulkLimit } from '#lib/data/identities/bulk-change-identities.ts'
import { identityFilter } from '#lib/data/identities/filter.ts'
import { getIdentity } from '#lib/data/identities/get-identity.ts'
import { identityExport } from '#lib/data/identities/identity-export.ts'
import { exportIdentities, listIdentities } from '#lib/data/identities/list-identities.ts'
import { listIdentityVerdicts } from '#lib/data/identities/list-identity-verdicts.ts'
import { newIdentity } from '#lib/data/identities/new-identity.ts'
import { previewPolicy } from '#lib/data/identities/preview-policy.ts'
import {
  createIdentity,
  identityChangeSchema,
  retireIdentity,
  updateIdentity,
} from '#lib/data/identities/save-identity.ts'
import { defineRoute } from '../define-route.ts'
import { exportQuery } from '../export-query.ts'
import { exportResponse } from '../export-response.ts'
import { pageOf } from '../pagination.ts'
import { identityDetailSchema, identitySchema, identityVerdictsSchema, policyPreviewSchema } from './identity-schema.ts'

const params = z.object({ id: z.guid() })

const standing = 'Without `retired` only identities in service are meant; `retired=all` means every one.'

export const listIdentitiesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/identities',
  summary: 'Identities that match a filter',
  description: standing,
  role: 'viewer',
  query: identityFilter,
  response: pageOf(identitySchema),
  async handle({ principal, query }) {
    return listIdentities(principal, query)
  },
})

export const exportIdentitiesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/identities/export',
  summary: 'Every identity that matches a filter, as a file',
  description: standing,
  role: 'viewer',
  query: exportQuery(identityFilter),
  response: 'file',
  async handle({ principal, query: { format, ...filter } }) {
    return exportResponse('identities', format, identityExport, exportIdentities(principal, filter))
  },
})

export const createIdentityRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/identities',
  summary: 'Declare an identity',
  description: 'The name is a DNS name or a SPIFFE ID; its kind is read from it. 409 where there is one of this name.',
  role: 'analyst',
  body: newIdentity,
  response: identityDetailSchema,
  status: 201,
  async handle({ principal, body: { kind: _kind, ...identity } }) {
    return getIdentity(principal, await createIdentity(principal, identity))
  },
})

export const getIdentityRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/identities/{id}',
  summary: 'One identity with its ladder and the policy that it answers to',
  role: 'viewer',
  params,
  response: identityDetailSchema,
  async handle({ principal, params }) {
    return getIdentity(principal, params.id)
  },
})

export const updateIdentityRoute = defineRoute({
  method: 'PATCH',
  path: '/api/v1/identities/{id}',
  summary: 'Change an identity',
  description:
    'What is left out stays, null clears; `policy` replaces the whole policy of this identity. It is judged anew from what was seen; nothing is scanned.',
  role: 'analyst',
  params,
  body: identityChangeSchema.extend({ retired: z.boolean().optional() }),
  response: identityDetailSchema,
  async handle({ principal, params: { id }, body: { retired, ...change } }) {
    if (Object.keys(change).length > 0 || retired === undefined) await updateIdentity(principal, id, change)
    if (retired !== undefined) await retireIdentity(principal, id, retired)
    return getIdentity(principal, id)
  },
})

export const listIdentityVerdictsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/identities/{id}/verdicts',
  summary: 'Verdicts of an identity and of its endpoints, with their evidence',
  role: 'viewer',
  params,
  response: identityVerdictsSchema,
  async handle({ principal, params: { id } }) {
    await getIdentity(principal, id)
    return listIdentityVerdicts(principal, id)
  },
})

export const previewPolicyRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/identities/{id}/policy-preview',
  summary: 'What a policy would change, before it is saved',
  description: "Judges what was seen by this policy in place of the identity's own. Saves and scans nothing.",
  role: 'analyst',
  params,
  body: z.strictObject({ policy: policySchema }),
  response: policyPreviewSchema,
  async handle({ principal, params: { id }, body: { policy } }) {
    return previewPolicy(principal, id, policy)
  },
})

export const bulkChangeIdentitiesRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/identities/bulk',
  summary: 'Set owner, environment or criticality of many identities',
  description: `Either \`ids\` or \`query\` (a filter as in the list's URL); at most ${bulkLimit} identities. Says of each what became of it.`,
  role: 'analyst',
  body: z
    .strictObject({
      ids: z.array(z.guid()).min(1).max(bulkLimit).optional(),
      query: z.string().max(4000).optional(),
      change: bulkIdentityChange,
    })
    .refine((body) => (body.ids === undefined) !== (body.query === undefined), 'send either ids or query'),
  response: z.object({
    counts: z.object({ changed: z.int(), unchanged: z.int(), 'not-found': z.int() }),
    items: z.array(z.object({ id: z.string(), outcome: z.enum(['changed', 'unchanged', 'not-found']) })),
  }),
  async handle({ principal, body: { ids, query, change } }) {
    const selection =
      ids === undefined ? { filter: requireFilter(identityFilter, new URLSearchParams(query)) } : { ids }
    return bulkChangeIdentities(principal, selection, change)
  },
})

export const identityRoutes = [
  listIdentitiesRoute,
  exportIdentitiesRoute,
  createIdentityRoute,
  getIdentityRoute,
  updateIdentityRoute,
  listIdentityVerdictsRoute,
  previewPolicyRoute,
  bulkChangeIdentitiesRoute,
] as const

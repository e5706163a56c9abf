import { z } from 'zod'
import { policySchema } from '#lib/checks/policy.ts'
import { applyPolicies } from '#lib/data/policies/apply-policies.ts'
import { exportPolicies } from '#lib/data/policies/export-policies.ts'
import { listPolicyVersions } from '#lib/data/policies/list-policy-versions.ts'
import { writePolicyYaml } from '#lib/data/policies/policy-yaml.ts'
import { previewEffects, previewEffectsPart } from '#lib/data/policies/preview-effects.ts'
import { restorePolicyVersion, savePolicy } from '#lib/data/policies/save-policy.ts'
import { defineRoute } from '../define-route.ts'
import { policyEffectsSchema, policyPlanSchema, policyVersionsSchema, savedPolicySchema } from './policy-schema.ts'

const flag = z.enum(['true', 'false']).prefault('false')

export const exportPoliciesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/policies',
  summary: 'All policies as one document, as YAML or JSON',
  description:
    'Schema `countersign.policy/1`: all environments, and the identities of which something is said, by name. The same policies give the same bytes.',
  role: 'viewer',
  query: z.object({ format: z.enum(['yaml', 'json']).prefault('yaml') }),
  response: 'file',
  async handle({ principal, query: { format } }) {
    const document = await exportPolicies(principal)
    const [type, text] =
      format === 'yaml'
        ? ['application/yaml', writePolicyYaml(document)]
        : ['application/json', `${JSON.stringify(document, null, 2)}\n`]
    return new Response(text, {
      headers: {
        'content-type': `${type}; charset=utf-8`,
        'content-disposition': `attachment; filename="policies.${format}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    })
  },
})

export const applyPoliciesRoute = defineRoute({
  method: 'PUT',
  path: '/api/v1/policies',
  summary: 'Make policies what a document says',
  description:
    'All of it or none. Environments and identities that it does not name stay as they are, unless `prune` is true. With `dryRun` nothing is saved, and the answer tells what would change, verdicts included. Changes of environments need the role admin. A document that can not be taken is refused with a problem per line.',
  role: 'analyst',
  query: z.object({ dryRun: flag, prune: flag, note: z.string().max(500).optional() }),
  body: z.string().describe('A document of schema countersign.policy/1'),
  bodyTypes: ['application/yaml', 'text/yaml', 'application/json'],
  maxBodyBytes: 8 * 1024 * 1024,
  response: policyPlanSchema,
  async handle({ principal, query: { dryRun, prune, note }, body }) {
    const options = { dryRun: dryRun === 'true', prune: prune === 'true', note: note ?? null, source: 'api' } as const
    return applyPolicies(principal, body, options)
  },
})

const subject = z.strictObject({ kind: z.enum(['environment', 'identity']), id: z.guid() })
const trustStoreId = z.guid().nullable().optional().describe('Null: none of its own. Absent: as it is')

export const previewPoliciesRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/policies/preview',
  summary: 'What a policy would change for all that answers to it, before it is saved',
  description:
    'Judged from what was seen, a change of trust store included; saves and scans nothing. Ends after half a minute or 2,000 identities; with `from` it judges one part, which begins there.',
  role: 'analyst',
  body: z.strictObject({ of: subject, policy: policySchema, trustStoreId, from: z.int().min(0).optional() }),
  response: policyEffectsSchema,
  async handle({ principal, body: { of, from, ...input } }) {
    return from === undefined ? previewEffects(principal, of, input) : previewEffectsPart(principal, of, input, from)
  },
})

/** The routes of one kind of subject: its policy, and the versions of it. */
function policyRoutesOf(kind: 'environment' | 'identity', resource: 'environments' | 'identities') {
  const params = z.object({ id: z.guid() })
  const role = kind === 'environment' ? 'admin' : 'analyst'
  return [
    defineRoute({
      method: 'PUT',
      path: `/api/v1/${resource}/{id}/policy`,
      summary: `Replace the policy of an ${kind}`,
      description:
        'Makes its next version. `version` is the one that was edited: a newer one is a conflict. What answers to it is judged anew; nothing is scanned.',
      role,
      params,
      body: z.strictObject({
        policy: policySchema,
        trustStoreId,
        version: z.int().min(0).optional(),
        note: z.string().max(500).optional(),
      }),
      response: savedPolicySchema,
      async handle({ principal, params: { id }, body: { version, note, ...input } }) {
        return savePolicy(principal, { kind, id }, input, {
          source: 'api',
          note: note ?? null,
          expectedVersion: version,
        })
      },
    }),
    defineRoute({
      method: 'GET',
      path: `/api/v1/${resource}/{id}/policy-versions`,
      summary: `Versions of the policy of an ${kind}, newest first`,
      role: 'viewer',
      params,
      query: z.object({
        before: z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number)
          .optional(),
        limit: z
          .string()
          .regex(/^([1-9]\d?|100)$/)
          .transform(Number)
          .optional(),
      }),
      response: policyVersionsSchema,
      async handle({ principal, params: { id }, query: { before, limit } }) {
        return listPolicyVersions(principal, { kind, id }, { before, ...(limit === undefined ? {} : { limit }) })
      },
    }),
    defineRoute({
      method: 'POST',
      path: `/api/v1/${resource}/{id}/policy-versions/{version}/restore`,
      summary: `Make an earlier policy of an ${kind} count again, as a new version`,
      role,
      params: params.extend({
        version: z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      }),
      response: savedPolicySchema,
      async handle({ principal, params: { id, version } }) {
        return restorePolicyVersion(principal, { kind, id }, version, { source: 'api' })
      },
    }),
  ] as const
}

export const [putEnvironmentPolicy, listEnvironmentPolicyVersions, restoreEnvironmentPolicy] = policyRoutesOf(
  'environment',
  'environments',
)
export const [putIdentityPolicy, listIdentityPolicyVersions, restoreIdentityPolicy] = policyRoutesOf(
  'identity',
  'identities',
)

export const policyRoutes = [
  exportPoliciesRoute,
  applyPoliciesRoute,
  previewPoliciesRoute,
  putEnvironmentPolicy,
  listEnvironmentPolicyVersions,
  restoreEnvironmentPolicy,
  putIdentityPolicy,
  listIdentityPolicyVersions,
  restoreIdentityPolicy,
] as const

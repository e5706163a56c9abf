import { z } from 'zod'
import { listRules } from '#lib/data/rules/list-rules.ts'
import { previewRules } from '#lib/data/rules/preview-rules.ts'
import { ruleInputSchema } from '#lib/data/rules/rule.ts'
import { saveRules } from '#lib/data/rules/save-rules.ts'
import { defineRoute } from '../define-route.ts'

const ruleSchema = z.object({
  id: z.guid(),
  hostPattern: z.string(),
  identityName: z.string(),
  environmentId: z.string().nullable(),
  trustStoreId: z.string().nullable(),
  owner: z.string().nullable(),
  criticality: z.enum(['low', 'medium', 'high', 'critical']),
})

const body = z.strictObject({
  rules: z
    .array(ruleInputSchema)
    .max(1000)
    .describe('In the order in which they are tried: the first that matches wins'),
})

export const listRulesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/rules',
  summary: 'Binding rules, in the order in which they are tried',
  role: 'viewer',
  response: z.object({ rules: z.array(ruleSchema) }),
  async handle({ principal }) {
    return { rules: await listRules(principal) }
  },
})

export const saveRulesRoute = defineRoute({
  method: 'PUT',
  path: '/api/v1/rules',
  summary: 'Make these the binding rules',
  description: 'The whole list: a rule that is left out is removed. Bindings by hand or by an import stay.',
  role: 'analyst',
  body,
  response: z.object({ rules: z.array(ruleSchema), changed: z.int().describe('Endpoints whose binding changed') }),
  async handle({ principal, body: { rules } }) {
    const saved = await saveRules(principal, rules)
    return { ...saved, rules: [...saved.rules] }
  },
})

export const previewRulesRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/rules/preview',
  summary: 'What these binding rules would change; writes nothing',
  role: 'analyst',
  body,
  response: z.object({
    endpoints: z.int(),
    kept: z.int().describe('Bound by hand or by an import'),
    changed: z.int(),
    unbound: z.int(),
    rows: z.array(
      z.object({
        endpointId: z.string(),
        host: z.string(),
        port: z.int(),
        currentIdentity: z.string().nullable(),
        boundBy: z.enum(['hand', 'import', 'rule']).nullable(),
        nextIdentity: z.string().nullable(),
        rule: z.int().nullable().describe('Place in the list that was sent, from 0'),
      }),
    ),
  }),
  async handle({ principal, body: { rules } }) {
    const preview = await previewRules(principal, rules)
    return { ...preview, rows: [...preview.rows] }
  },
})

export const ruleRoutes = [listRulesRoute, saveRulesRoute, previewRulesRoute] as const

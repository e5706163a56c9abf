import { z } from 'zod'
import { listOwnershipRules } from '#lib/data/ownership/list-ownership-rules.ts'
import { ownershipRuleInput } from '#lib/data/ownership/ownership-rule.ts'
import { previewOwnershipRules } from '#lib/data/ownership/preview-ownership-rules.ts'
import { saveOwnershipRules } from '#lib/data/ownership/save-ownership-rules.ts'
import { defineRoute } from '../define-route.ts'

const ruleSchema = z.object({
  id: z.guid(),
  namePattern: z.string().describe('`*` stands for one label or path segment, `**` for any characters'),
  environmentId: z.string().nullable(),
  owner: z.string(),
  assigneeId: z.string().nullable().describe('To whom new findings are assigned'),
})

const body = z.strictObject({
  rules: z
    .array(ownershipRuleInput)
    .max(1000)
    .describe('In the order in which they are tried: the first that matches wins'),
})

export const listOwnershipRulesRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/ownership-rules',
  summary: 'Rules of ownership, in the order in which they are tried',
  role: 'viewer',
  response: z.object({ rules: z.array(ruleSchema) }),
  async handle({ principal }) {
    return { rules: await listOwnershipRules(principal) }
  },
})

export const saveOwnershipRulesRoute = defineRoute({
  method: 'PUT',
  path: '/api/v1/ownership-rules',
  summary: 'Make these the rules of ownership',
  description: 'The whole list: a rule that is left out is removed. Owners named by hand or by an import stay.',
  role: 'analyst',
  body,
  response: z.object({ rules: z.array(ruleSchema), changed: z.int().describe('Identities whose owner changed') }),
  async handle({ principal, body: { rules } }) {
    const saved = await saveOwnershipRules(principal, rules)
    return { ...saved, rules: [...saved.rules] }
  },
})

export const previewOwnershipRulesRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/ownership-rules/preview',
  summary: 'What these rules of ownership would change; writes nothing',
  role: 'analyst',
  body,
  response: z.object({
    identities: z.int().describe('In service'),
    named: z.int().describe('Whose owner was named by hand or by an import'),
    changed: z.int(),
    ownerless: z.int(),
    matched: z.array(z.int()).describe('Identities that fall under each rule, named ones included'),
    rows: z.array(
      z.object({
        identityId: z.string(),
        name: z.string(),
        currentOwner: z.string().nullable(),
        nextOwner: z.string().nullable(),
        rule: z.int().nullable().describe('Place in the list that was sent, from 0'),
      }),
    ),
  }),
  async handle({ principal, body: { rules } }) {
    const preview = await previewOwnershipRules(principal, rules)
    return { ...preview, matched: [...preview.matched], rows: [...preview.rows] }
  },
})

export const ownershipRoutes = [listOwnershipRulesRoute, saveOwnershipRulesRoute, previewOwnershipRulesRoute] as const

import { z } from 'zod'
import { roles } from '#lib/core/principal.ts'
import { createToken as create, tokenFields } from '#lib/data/tokens/create-token.ts'
import { listTokens as list } from '#lib/data/tokens/list-tokens.ts'
import { revokeToken as revoke } from '#lib/data/tokens/revoke-token.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'

const tokenSchema = z.object({
  id: z.guid(),
  name: z.string(),
  prefix: z.string().describe('Its first characters, to tell tokens apart'),
  role: z.enum(roles),
  purpose: z.enum(['api', 'calendar']).describe('A token of a calendar feed opens nothing else'),
  createdByName: z.string().nullable(),
  createdAt: instant,
  lastUsedAt: instant.nullable().describe('Within a minute'),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
})

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/v1/tokens',
  summary: 'API tokens, newest first, without the tokens themselves',
  role: 'admin',
  response: z.object({ rows: z.array(tokenSchema) }),
  async handle({ principal }) {
    return { rows: await list(principal) }
  },
})

export const createToken = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Make an API token',
  description: 'The token stands in this answer alone; only its SHA-256 is kept.',
  role: 'admin',
  body: tokenFields.strict(),
  response: z.object({ id: z.guid(), token: z.string() }),
  status: 201,
  async handle({ principal, body: { name, role, expiresDays } }) {
    return create(principal, { name, role, ...(expiresDays === undefined ? {} : { expiresDays }) })
  },
})

export const revokeToken = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tokens/{id}',
  summary: 'Revoke an API token',
  role: 'admin',
  params: z.object({ id: z.guid() }),
  response: null,
  async handle({ principal, params }) {
    await revoke(principal, params.id)
  },
})

export const tokenRoutes = [listTokens, createToken, revokeToken]

import { z } from 'zod'
import { searchAll } from '#lib/data/search/search-all.ts'
import { defineRoute } from '../define-route.ts'

export const search = defineRoute({
  method: 'GET',
  path: '/api/v1/search',
  summary: 'Find identities, endpoints and certificates by name, serial or fingerprint',
  description: 'The closest few of each kind; the lists have the rest.',
  role: 'viewer',
  query: z.object({
    q: z
      .string()
      .min(1)
      .max(200)
      .describe('A part of a name, a host with its port, a serial, the beginning of a SHA-256'),
  }),
  response: z.object({
    results: z.array(
      z.object({
        kind: z.enum(['identity', 'endpoint', 'certificate']),
        id: z.string(),
        label: z.string(),
        detail: z.string(),
      }),
    ),
  }),
  async handle({ principal, query }) {
    return { results: await searchAll(principal, query.q) }
  },
})

import { z } from 'zod'
import { roles } from '#lib/core/principal.ts'
import { defineRoute } from '../define-route.ts'

export const getMe = defineRoute({
  method: 'GET',
  path: '/api/v1/me',
  summary: 'Who is asking, and with what role',
  role: 'viewer',
  response: z.object({
    kind: z.enum(['user', 'token', 'system']),
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
  }),
  async handle({ principal }) {
    return principal
  },
})

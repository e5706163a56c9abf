import { z } from 'zod'
import { severities } from '#lib/core/severity.ts'
import { findingStatuses } from '#lib/data/findings/filter.ts'
import { mentionFilter } from '#lib/data/mentions/filter.ts'
import { listMentions } from '#lib/data/mentions/list-mentions.ts'
import { markMentionsRead, readMentions } from '#lib/data/mentions/read-mentions.ts'
import { defineRoute } from '../define-route.ts'
import { instant } from '../instant.ts'
import { pageOf } from '../pagination.ts'

const whose = 'Mentions are a person’s: a token is refused, a session gets its own.'

export const listMentionsRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/mentions',
  summary: 'Comments on findings that name the caller, newest first',
  description: whose,
  role: 'viewer',
  query: mentionFilter,
  response: pageOf(
    z.object({
      id: z.string(),
      findingId: z.string(),
      title: z.string(),
      subjectName: z.string(),
      severity: z.enum(severities),
      status: z.enum(findingStatuses),
      byName: z.string(),
      text: z.string().describe('The comment'),
      at: instant,
      readAt: instant.nullable(),
    }),
  ),
  async handle({ principal, query }) {
    return listMentions(principal, query)
  },
})

export const readMentionsRoute = defineRoute({
  method: 'POST',
  path: '/api/v1/mentions/read',
  summary: 'Mark mentions of the caller as read',
  description: `Either \`ids\`, \`findingId\`, or \`query\` (a filter as in the list's URL). ${whose}`,
  role: 'viewer',
  body: readMentions,
  response: z.object({ read: z.int().describe('How many were unread') }),
  async handle({ principal, body }) {
    return { read: await markMentionsRead(principal, body) }
  },
})

export const mentionRoutes = [listMentionsRoute, readMentionsRoute] as const

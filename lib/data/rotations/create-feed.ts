import { z } from 'zod'
import type { Principal } from '#lib/core/principal.ts'
import { publicUrl } from '#lib/core/public-url.ts'
import { filterToQuery, parseFilter } from '../filter.ts'
import { createToken, tokenFormFields } from '../tokens/create-token.ts'
import { upcomingFilter } from './upcoming-filter.ts'

/** As a form sends it; `scope` is a query of environments and owners, of which what is no filter is left out. */
export const feedFormFields = tokenFormFields
  .pick({ name: true, expiresDays: true })
  .extend({ scope: z.string().max(4000).default(''), days: z.string().max(3).default('90') })

/**
 * A link for calendar programs with a token that opens the feed alone. The whole link stands in this answer and nowhere
 * else. Throws `forbidden` below analyst.
 */
export async function createFeed(
  principal: Principal,
  { name, expiresDays, scope, days }: z.output<typeof feedFormFields>,
): Promise<{ readonly id: string; readonly url: string }> {
  const { filter } = parseFilter(upcomingFilter, { ...Object.fromEntries(new URLSearchParams(scope)), days })
  const wanted = { name, role: 'viewer', ...(expiresDays === undefined ? {} : { expiresDays }) } as const
  const { id, token } = await createToken(principal, wanted, 'calendar')
  const query = filterToQuery({ token, ...filter }, { lives: filter.lives === 'all' ? 'all' : undefined })
  return { id, url: `${publicUrl()}/api/v1/calendar.ics?${query}` }
}

import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { verifyToken } from '#lib/data/tokens/verify-token.ts'

/**
 * Who reads a feed: by the token of a feed in the URL, since calendars send no headers. Neither a session nor a token of
 * the API opens it. Throws `unauthenticated`.
 */
export async function authenticateFeed(request: Request): Promise<Principal> {
  const token = new URL(request.url).searchParams.get('token') ?? ''
  const principal = /^cs_[\w-]{43}$/.test(token) ? await verifyToken(token, 'calendar') : null
  if (!principal) throw new AppError('unauthenticated', 'The link of this feed is unknown, expired or revoked')
  return principal
}

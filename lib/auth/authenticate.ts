import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { verifyToken } from '#lib/data/tokens/verify-token.ts'
import { isSameOrigin } from './same-origin.ts'
import { principalOfSession } from './session-principal.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who sends an API request: by bearer token where there is an Authorization header, else by session cookie.
 * Throws `unauthenticated`; `forbidden` where a cookie came with a change that another site may have started.
 */
export async function authenticateRequest(request: Request): Promise<Principal> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return byToken(authorization)
  const principal = await principalOfSession(request.headers)
  if (!principal) throw new AppError('unauthenticated', 'Sign in, or send a token as `Authorization: Bearer cs_…`')
  if (!safeMethods.has(request.method) && !isSameOrigin(request.headers)) {
    throw new AppError('forbidden', 'With a session cookie, changes are taken from this site’s own pages only')
  }
  return principal
}

async function byToken(authorization: string): Promise<Principal> {
  // RFC 6750 2.1; the scheme's name is case-insensitive (RFC 9110 11.1).
  const token = /^bearer +(cs_[\w-]{43})$/i.exec(authorization)?.[1]
  const principal = token ? await verifyToken(token) : null
  if (!principal) throw new AppError('unauthenticated', 'This token is unknown, expired or revoked')
  return principal
}

import { z } from 'zod'
import { sha256 } from '#lib/core/ids.ts'
import { type Principal, roles } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'

const row = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) })

/** What a token opens: the API, or the calendar's feed and nothing else. */
export type TokenPurpose = 'api' | 'calendar'

/**
 * The principal that a token of this purpose stands for; null where it is unknown, of another purpose, expired or
 * revoked. It is looked up by its hash, so that the time taken tells nothing of the tokens that exist. Its last use is
 * written at most once a minute.
 */
export async function verifyToken(token: string, purpose: TokenPurpose = 'api'): Promise<Principal | null> {
  const { rows } = await pool().query(
    `WITH held AS (
       SELECT id, name, role, last_used_at FROM api_token
       WHERE token_hash = $1 AND purpose = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
     ), used AS (
       UPDATE api_token SET last_used_at = now() FROM held
       WHERE api_token.id = held.id AND (held.last_used_at IS NULL OR held.last_used_at < now() - interval '1 minute')
     )
     SELECT id, name, role FROM held`,
    [sha256(token), purpose],
  )
  const held = rows[0]
  return held ? { kind: 'token', ...row.parse(held) } : null
}

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { sha256 } from '#lib/core/ids.ts'
import { hasRole, type Principal, roles } from '#lib/core/principal.ts'
import { dayMs } from '#lib/core/time.ts'
import { audit } from '../audit.ts'
import { requireRole } from '../require-role.ts'
import { inTransaction, rows } from '../sql.ts'
import { parseFields } from '../users/user-fields.ts'
import { tokenOwner } from './token-owner.ts'
import type { TokenPurpose } from './verify-token.ts'

export const tokenFields = z.object({
  name: z.string().trim().min(1, 'A name is wanted.').max(100, 'At most 100 characters are possible.'),
  role: z.enum(roles),
  /** Absent: it holds until it is revoked. */
  expiresDays: z.int().min(1).max(3650).optional(),
})

/** As a form sends it: `expiresDays` is text, and empty where the token is to hold until it is revoked. */
export const tokenFormFields = tokenFields.extend({
  expiresDays: z
    .string()
    .transform((text) => (text === '' ? undefined : Number(text)))
    .pipe(tokenFields.shape.expiresDays),
})

export interface CreatedToken {
  readonly id: string
  /** Shown this once; only its SHA-256 is kept. */
  readonly token: string
}

/**
 * A token never has more power than who makes it, and belongs to that user: what a token makes belongs to the user
 * that the token itself belongs to. Throws `forbidden` below analyst, `invalid-input` at `role` for a higher one.
 */
export async function createToken(
  principal: Principal,
  input: z.input<typeof tokenFields>,
  purpose: TokenPurpose = 'api',
): Promise<CreatedToken> {
  requireRole(principal, 'analyst')
  const { name, role, expiresDays } = parseFields(tokenFields, input)
  if (!hasRole(principal, role)) {
    const problem = `A token has at most your own role, ${principal.role}.`
    throw new AppError('invalid-input', problem, { problems: [{ at: 'role', problem }] })
  }
  const token = `cs_${randomBytes(32).toString('base64url')}`
  const expiresAt = expiresDays === undefined ? null : new Date(Date.now() + expiresDays * dayMs)
  return inTransaction(async (tx) => {
    const [made] = await rows<{ id: string }>(
      tx,
      `INSERT INTO api_token (name, prefix, token_hash, role, created_by_id, expires_at, purpose)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [name, token.slice(0, 7), sha256(token), role, await tokenOwner(tx, principal), expiresAt, purpose],
    )
    if (!made) throw new Error('INSERT … RETURNING gave no row')
    await audit(tx, principal, 'token.create', { type: 'token', id: made.id }, { name, role, expiresAt, purpose })
    return { id: made.id, token }
  })
}

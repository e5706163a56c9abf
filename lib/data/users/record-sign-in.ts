import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { audit } from '../audit.ts'
import { rows } from '../sql.ts'

const anybody: Principal = { kind: 'system', id: 'sign-in', name: 'Sign-in page', role: 'viewer' }

/**
 * Audits a refused sign-in. Only of an address that is known is anything kept: other input may be a password in the
 * wrong field, and would let strangers fill the log.
 */
export async function recordSignInFailure(
  email: string,
  reason: 'wrong-password' | 'disabled' | 'too-many',
): Promise<void> {
  const [user] = await rows<{ id: string }>(pool(), 'SELECT id FROM app_user WHERE email = $1', [
    email.trim().toLowerCase(),
  ])
  if (user) await audit(pool(), anybody, 'user.sign-in-failed', { type: 'user', id: user.id }, { reason })
}

export async function recordSignIn(user: { readonly id: string; readonly name: string }): Promise<void> {
  const principal: Principal = { kind: 'user', id: user.id, name: user.name, role: 'viewer' }
  await audit(pool(), principal, 'user.sign-in', { type: 'user', id: user.id })
}

import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { requireRole } from '../require-role.ts'

/** The id of the user who asks. Throws `forbidden` for tokens and the system. */
export function requirePerson(principal: Principal): string {
  requireRole(principal, 'viewer')
  if (principal.kind !== 'user') throw new AppError('forbidden', 'Mentions are a person’s: sign in to see yours.')
  return principal.id
}

import { AppError } from '#lib/core/errors.ts'
import { hasRole, type Principal, type Role } from '#lib/core/principal.ts'

/** Throws `forbidden` where the principal's role is below `role`. */
export function requireRole(principal: Principal, role: Role): void {
  if (hasRole(principal, role)) return
  throw new AppError('forbidden', `This needs the role ${role}; yours is ${principal.role}.`)
}

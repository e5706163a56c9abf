/** Roles from least to most powerful; each may do what the ones before it may. */
export const roles = ['viewer', 'analyst', 'admin'] as const

export type Role = (typeof roles)[number]

/** Who asks. The first parameter of every function in lib/data. */
export interface Principal {
  readonly kind: 'user' | 'token' | 'system'
  /** User or token id; the worker's name for the system. */
  readonly id: string
  readonly name: string
  readonly role: Role
}

/** Background work: scheduled scans, re-evaluation, the demo. */
export const systemPrincipal: Principal = { kind: 'system', id: 'system', name: 'Countersign', role: 'admin' }

export function hasRole(principal: Principal, role: Role): boolean {
  return roles.indexOf(principal.role) >= roles.indexOf(role)
}

import type { IdentityRecord } from './facts.ts'

/** True only where the record says production; an unknown environment is not taken for it. */
export function inProduction(identity: IdentityRecord | null): boolean {
  return identity?.environment?.production === true
}

/** The grade of checks that weigh the environment themselves. */
export function gradeByEnvironment(identity: IdentityRecord | null): 'production' | 'elsewhere' {
  return inProduction(identity) ? 'production' : 'elsewhere'
}

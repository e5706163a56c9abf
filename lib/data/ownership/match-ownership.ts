import { matchesGlob } from '../rules/match-rule.ts'
import type { OwnershipRule } from './ownership-rule.ts'

/** What of an identity decides which rule it falls under. */
export interface Owned {
  readonly name: string
  readonly environmentId: string | null
}

/** The first rule that matches, or null. */
export function matchOwnership<Rule extends Pick<OwnershipRule, 'namePattern' | 'environmentId'>>(
  rules: readonly Rule[],
  identity: Owned,
): Rule | null {
  const matches = (rule: Rule) =>
    (rule.environmentId === null || rule.environmentId === identity.environmentId) &&
    matchesName(rule.namePattern, identity.name)
  return rules.find(matches) ?? null
}

/** Paths of SPIFFE IDs tell capitals apart, DNS names don't (SPIFFE ID 2.2, RFC 4343). */
function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith('spiffe://')) return matchesGlob(pattern, name, '/')
  return matchesGlob(pattern.toLowerCase(), name.toLowerCase(), '.')
}

import type { ReportScope } from '#lib/compliance/report-snapshot.ts'
import { scopeText } from '../scope-text.ts'

/** A frozen scope in words. */
export function frozenScopeText({ environment, owner, identity, evidenceSince }: ReportScope): string {
  const optional = (names: readonly string[]) => (names.length === 0 ? undefined : [...names])
  const places = scopeText(
    { environment: optional(environment), owner: optional(owner), identity: optional(identity.map(({ id }) => id)) },
    identity.map(({ name }) => ({ label: name })),
  )
  return evidenceSince === null ? places : `${places}; evidence since ${evidenceSince.replace('.000Z', 'Z')}`
}

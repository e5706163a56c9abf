import type { Control } from '#lib/compliance/framework.ts'
import { type ComplianceScope, scopeOf, standingFindingsQuery } from '#lib/data/compliance/filter.ts'
import { filterToQuery } from '#lib/data/filter.ts'

/** The pages of compliance within a scope; `change` narrows them further. */
export function complianceHref(scope: ComplianceScope): string {
  return withQuery('/compliance', scope)
}

export function frameworkHref(
  framework: string,
  scope: ComplianceScope,
  change: Readonly<Record<string, unknown>> = {},
): string {
  return withQuery(`/compliance/${framework}`, scope, change)
}

export function controlHref(
  framework: string,
  control: Pick<Control, 'oscalId'>,
  scope: ComplianceScope,
  change: Readonly<Record<string, unknown>> = {},
): string {
  return withQuery(`/compliance/${framework}/${control.oscalId}`, scope, change)
}

export function printHref(framework: string, scope: ComplianceScope): string {
  return withQuery(`/compliance/${framework}/print`, scope)
}

/** The findings of some checks that stand. */
export function standingFindingsHref(checkIds: readonly string[], scope: ComplianceScope): string {
  return `/findings?${standingFindingsQuery(checkIds, scope)}`
}

export function exportHref(framework: string, format: 'csv' | 'json', scope: ComplianceScope): string {
  return withQuery(`/api/v1/compliance/${framework}/export`, scope, { format })
}

function withQuery(path: string, scope: ComplianceScope, change: Readonly<Record<string, unknown>> = {}): string {
  const query = filterToQuery(scopeOf(scope), change)
  return query === '' ? path : `${path}?${query}`
}

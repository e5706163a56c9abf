import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requirePrincipal } from '#lib/auth/session.ts'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { complianceReport } from '#lib/data/compliance/compliance-report.ts'
import { type ComplianceScope, scopeOf } from '#lib/data/compliance/filter.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'

/** The framework that a path names, once per request; a name that there is not shows the page for that. */
export const loadFramework = cache(async (id: string) => {
  const principal = await requirePrincipal()
  const framework = findFramework(id)
  if (framework === null) notFound()
  return { principal, framework }
})

/** Its report and the scope's menus. */
export async function loadReport(id: string, filter: ComplianceScope) {
  const { principal, framework } = await loadFramework(id)
  const scope = scopeOf(filter)
  const [report, choices] = await Promise.all([
    complianceReport(principal, { framework, scope }),
    loadScopeChoices(principal, scope),
  ])
  return { principal, framework, scope, report, choices }
}

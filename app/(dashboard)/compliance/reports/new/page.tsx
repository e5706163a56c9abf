import type { Metadata } from 'next'
import { ReportForm } from '#components/report/frozen/report-form.client.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { frameworksByUse, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { complianceScope } from '#lib/data/compliance/filter.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listField } from '#lib/data/filter-field.ts'

export const metadata: Metadata = { title: 'Make a report' }

const draft = complianceScope.extend({ framework: listField('Framework') })

export default async function NewReportPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const principal = await requirePrincipal('analyst')
  const { filter, problems } = parseFilter(draft, await searchParams)
  const { choices, identities } = await loadScopeChoices(principal, filter)
  const frameworks = frameworksByUse.reported.map((one) => ({ value: one.id, label: frameworkTitle(one) }))
  const named = frameworks.filter(({ value }) => filter.framework?.includes(value))
  return (
    <>
      <PageHeader
        title="Make a report"
        parent={{ href: '/compliance/reports', label: 'Reports' }}
        note="What is known and judged now is frozen with its evidence. Nothing is scanned."
      />
      <FilterProblems problems={problems} />
      <ReportForm
        initial={{
          name: `Report of ${new Date().toISOString().slice(0, 10)}`,
          frameworks: (named.length === 0 ? frameworks : named).map(({ value }) => value),
          environment: filter.environment ?? [],
          owner: filter.owner ?? [],
          identity: identities.map(({ value, label }) => ({ id: value, name: label })),
        }}
        frameworks={frameworks}
        environments={choices.environments}
        owners={choices.owners}
      />
    </>
  )
}

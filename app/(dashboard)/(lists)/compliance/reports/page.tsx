import type { Metadata } from 'next'
import { frozenScopeText } from '#components/report/frozen/frozen-scope-text.ts'
import { ReportsTable } from '#components/report/frozen/reports-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { findFramework } from '#lib/compliance/catalogues/index.ts'
import { frameworksByUse, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { hasRole } from '#lib/core/principal.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { reportFilter } from '#lib/data/report-snapshots/filter.ts'
import { listReports } from '#lib/data/report-snapshots/reports.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

export const metadata: Metadata = { title: 'Reports' }

export default async function ReportsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const principal = await requirePrincipal()
  const { filter, problems } = parseFilter(reportFilter, await searchParams)
  const page = await listReports(principal, filter)
  const mayMake = hasRole(principal, 'analyst')
  const rows = page.rows.map((row) => ({
    ...row,
    name: escapeUnsafe(row.name),
    covers: escapeUnsafe(frozenScopeText(row.scope)),
    frameworkNames: row.frameworks.map((id) => findFramework(id)?.name ?? id),
  }))
  return (
    <>
      <PageHeader
        title="Reports"
        parent={{ href: '/compliance', label: 'Compliance' }}
        note="Frozen with their evidence: a report shows the same in a year, whatever becomes of the estate."
        actions={
          mayMake ? (
            <LinkButton variant="primary" href="/compliance/reports/new">
              Make a report
            </LinkButton>
          ) : undefined
        }
      />
      <FilterProblems problems={problems} />
      <ReportsTable
        {...tableData(reportFilter, filter, { ...page, rows })}
        frameworks={frameworksByUse.reported.map((one) => ({ value: one.id, label: frameworkTitle(one) }))}
        mayMake={mayMake}
      />
    </>
  )
}

import type { Metadata } from 'next'
import { Suspense } from 'react'
import { exportHref, frameworkHref } from '#components/report/compliance-href.ts'
import { PrintButton } from '#components/report/print/print-button.client.tsx'
import { ReportDocument } from '#components/report/print/report-document.tsx'
import { scopeText } from '#components/report/scope-text.ts'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { printedReport } from '#lib/data/compliance/compliance-report.ts'
import { complianceScope } from '#lib/data/compliance/filter.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { loadFramework } from '../../load-report.ts'

interface PageProps {
  readonly params: Promise<{ framework: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { framework } = await loadFramework((await params).framework)
  return { title: `Report: ${frameworkTitle(framework)}` }
}

export default async function PrintPage(props: PageProps) {
  await loadFramework((await props.params).framework)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Print {...props} />
    </Suspense>
  )
}

async function Print({ params, searchParams }: PageProps) {
  const { principal, framework } = await loadFramework((await params).framework)
  const { filter: scope, problems } = parseFilter(complianceScope, await searchParams)
  const [report, { identities }] = await Promise.all([
    printedReport(principal, { framework, scope }),
    loadScopeChoices(principal, scope),
  ])
  return (
    <>
      <nav
        aria-label="Report"
        className="no-print mx-auto flex w-full max-w-[60rem] flex-wrap items-center justify-between gap-2"
      >
        <LinkButton href={frameworkHref(framework.id, scope)}>Back to the controls</LinkButton>
        <span className="flex flex-wrap gap-2">
          <LinkButton href={exportHref(framework.id, 'csv', scope)} download>
            CSV
          </LinkButton>
          <LinkButton href={exportHref(framework.id, 'json', scope)} download>
            JSON
          </LinkButton>
          <PrintButton />
        </span>
      </nav>
      <FilterProblems problems={problems} />
      <ReportDocument report={report} scope={scopeText(scope, identities)} preparedFor={principal.name} />
    </>
  )
}

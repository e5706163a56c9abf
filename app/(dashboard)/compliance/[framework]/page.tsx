import type { Metadata } from 'next'
import { Suspense } from 'react'
import { complianceHref, exportHref, frameworkHref, printHref } from '#components/report/compliance-href.ts'
import { controlStatusWords } from '#components/report/control-status-badge.tsx'
import { ControlsTable } from '#components/report/controls-table.tsx'
import { CoverageLine } from '#components/report/coverage-line.tsx'
import { ExceptionsTable } from '#components/report/exceptions-table.tsx'
import { ScopeBar } from '#components/report/scope-bar.client.tsx'
import { StatusBar } from '#components/report/status-bar.tsx'
import { notAssessedText } from '#components/report/totals-text.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { NothingFound } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { controlStatuses } from '#lib/compliance/assess.ts'
import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { complianceScope, controlFilter } from '#lib/data/compliance/filter.ts'
import { describeFilter, parseFilter } from '#lib/data/filter.ts'
import { loadFramework, loadReport } from '../load-report.ts'

interface PageProps {
  readonly params: Promise<{ framework: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await loadFramework((await params).framework)).framework.name }
}

export default async function FrameworkPage(props: PageProps) {
  await loadFramework((await props.params).framework)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Framework {...props} />
    </Suspense>
  )
}

async function Framework({ params, searchParams }: PageProps) {
  const { filter, problems } = parseFilter(controlFilter, await searchParams)
  const { framework, scope, report, choices } = await loadReport((await params).framework, filter)
  const { controls, totals, exceptions } = report
  const shown = controls.filter(({ status }) => filter.status === undefined || filter.status.includes(status))
  const tabs = controlStatuses.map((status) => ({
    key: status,
    label: controlStatusWords[status],
    count: totals[status],
    href: frameworkHref(framework.id, scope, { status }),
  }))
  return (
    <>
      <PageHeader
        title={frameworkTitle(framework)}
        parent={{ href: complianceHref(scope), label: 'Compliance' }}
        note={
          <>
            {framework.version.includes('(') ? `${framework.version}. ` : ''}
            {framework.note}{' '}
            <a href={framework.url} rel="noreferrer" target="_blank" className="link">
              Official source<span className="sr-only"> (opens in a new tab)</span>
            </a>
          </>
        }
        actions={
          <>
            <LinkButton href={exportHref(framework.id, 'csv', scope)} download>
              CSV
            </LinkButton>
            <LinkButton href={exportHref(framework.id, 'json', scope)} download>
              JSON
            </LinkButton>
            <LinkButton href={printHref(framework.id, scope)} variant="primary">
              Printable report
            </LinkButton>
          </>
        }
      />
      <FilterProblems problems={problems} />
      <ScopeBar {...choices} active={describeFilter(complianceScope, scope)} />
      <Card className="grid gap-3">
        <StatusBar totals={totals} href={(status) => frameworkHref(framework.id, scope, { status })} />
        <p className="text-sm">
          {notAssessedText(controls.length, totals, report.withoutChecks)} {report.checks.ran} of{' '}
          {report.checks.ids.length} checks ran, {report.checks.notRun} did not.
        </p>
        <CoverageLine coverage={report.coverage} />
      </Card>
      <Section title="Controls">
        <Tabs
          label="Status"
          active={filter.status?.length === 1 ? (filter.status[0] ?? 'all') : 'all'}
          tabs={[
            { key: 'all', label: 'All', count: controls.length, href: frameworkHref(framework.id, scope) },
            ...tabs,
          ]}
        />
        {shown.length === 0 ? (
          <NothingFound
            noun="controls"
            filters={describeFilter(controlFilter, filter)}
            clearHref={frameworkHref(framework.id, {})}
          />
        ) : (
          <ControlsTable framework={framework.id} controls={shown} scope={scope} />
        )}
      </Section>
      <Section title="Exceptions" note="Accepted findings and false positives stay failures in this report.">
        <ExceptionsTable exceptions={exceptions} href={(id) => `/findings/${id}`} />
      </Section>
    </>
  )
}

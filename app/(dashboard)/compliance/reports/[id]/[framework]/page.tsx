import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { controlStatusWords } from '#components/report/control-status-badge.tsx'
import { FrozenControls } from '#components/report/frozen/frozen-controls.tsx'
import { frozenFrameworkHref, reportHref } from '#components/report/frozen/frozen-href.ts'
import { NothingFound } from '#components/ui/empty-state.tsx'
import { FilterProblems, Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { Time } from '#components/ui/time.tsx'
import { controlStatuses } from '#lib/compliance/assess.ts'
import { frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { controlFilter } from '#lib/data/compliance/filter.ts'
import { describeFilter, parseFilter } from '#lib/data/filter.ts'
import { openReport } from '#lib/data/report-snapshots/open-report.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { loadFrozen } from '../../load-frozen.ts'

interface PageProps {
  readonly params: Promise<{ id: string; framework: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

const statusFilter = controlFilter.pick({ status: true })

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: escapeUnsafe((await loadFrozen((await params).id)).report.name) }
}

/** The controls of one framework as the report froze them. */
export default async function FrozenFrameworkPage(props: PageProps) {
  const { id, framework } = await props.params
  const { report } = await loadFrozen(id)
  if (report.status !== 'done' || !report.summary?.frameworks.some((one) => one.id === framework)) notFound()
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <FrozenFramework {...props} />
    </Suspense>
  )
}

async function FrozenFramework({ params, searchParams }: PageProps) {
  const { id, framework: frameworkId } = await params
  const { principal, report } = await loadFrozen(id)
  const { summary, integrity } = await openReport(principal, report.id)
  const framework = summary.frameworks.find((one) => one.id === frameworkId)
  if (framework === undefined) notFound()
  const { filter, problems } = parseFilter(statusFilter, await searchParams)
  const shown = framework.controls.filter(({ status }) => filter.status?.includes(status) ?? true)
  const href = (status?: string) => frozenFrameworkHref(id, framework.id, { status })
  return (
    <>
      <PageHeader
        title={frameworkTitle(framework)}
        parent={{ href: reportHref(id), label: escapeUnsafe(summary.name) }}
        note={
          <>
            As it stood <Time at={summary.asOf} show="both" />. {framework.note}
          </>
        }
      />
      {integrity.intact ? null : (
        <Notice kind="error">This report was changed after it was made. {integrity.problem}</Notice>
      )}
      <FilterProblems problems={problems} />
      <Tabs
        label="Status"
        active={filter.status?.length === 1 ? (filter.status[0] ?? 'all') : 'all'}
        tabs={[
          { key: 'all', label: 'All', count: framework.controls.length, href: href() },
          ...controlStatuses.map((status) => ({
            key: status,
            label: controlStatusWords[status],
            count: framework.totals[status],
            href: href(status),
          })),
        ]}
      />
      {shown.length === 0 ? (
        <NothingFound noun="controls" filters={describeFilter(statusFilter, filter)} clearHref={href()} />
      ) : (
        <FrozenControls report={id} controls={shown} />
      )}
    </>
  )
}

import type { Metadata } from 'next'
import { Suspense } from 'react'
import { Changes } from '#components/overview/changes.tsx'
import { CoveragePicture } from '#components/overview/coverage-picture.tsx'
import { DemoProgress, isDemoMoving } from '#components/overview/demo-progress.tsx'
import { DemoStart } from '#components/overview/demo-start.client.tsx'
import { EmptyOverview } from '#components/overview/empty-overview.tsx'
import { EnvironmentSelect } from '#components/overview/environment-select.client.tsx'
import { ExpiryChart } from '#components/overview/expiry-chart.tsx'
import { FailureMatrix } from '#components/overview/failure-matrix.tsx'
import { FindingBurn } from '#components/overview/finding-burn.tsx'
import { Headline } from '#components/overview/headline.tsx'
import { LadderPicture } from '#components/overview/ladder-picture.tsx'
import { NextExpiries } from '#components/overview/next-expiries.tsx'
import { OpenFindings } from '#components/overview/open-findings.tsx'
import { RotationAges } from '#components/overview/rotation-ages.tsx'
import { UnassessedReasons } from '#components/overview/unassessed-reasons.tsx'
import { WorstFindings } from '#components/overview/worst-findings.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { demoStatus } from '#lib/data/demo.ts'
import { filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { findingBurn } from '#lib/data/reports/finding-burn.ts'
import { getQuickOverview, isEstateEmpty } from '#lib/data/reports/overview.ts'
import { overviewFilter } from '#lib/data/reports/overview-filter.ts'
import { rotationAgeSummary } from '#lib/data/reports/rotation-age-summary.ts'
import { unassessed } from '#lib/data/reports/unassessed.ts'
import { startDemoAction } from './actions.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(overviewFilter, parameters)
  const [empty, demo, choices] = await Promise.all([
    isEstateEmpty(principal),
    demoStatus(principal),
    listPlaceChoices(principal),
  ])
  const mayStart = hasRole(principal, 'admin')
  const progress = (
    <DemoProgress demo={demo} retry={mayStart ? <DemoStart start={startDemoAction} label="Try again" /> : null} />
  )
  if (empty) {
    const offer = mayStart && demo.stage === 'absent' && !isDemoMoving(demo)
    return (
      <>
        <PageHeader title="Overview" />
        {progress}
        <EmptyOverview demo={offer ? <DemoStart start={startDemoAction} /> : null} />
      </>
    )
  }
  const now = new Date()
  const overview = await getQuickOverview(principal, filter, now)
  const { ladder, coverage } = overview
  return (
    <>
      <PageHeader
        title="Overview"
        actions={<EnvironmentSelect choices={choices.environments} chosen={filter.environment ?? []} />}
      />
      <FilterProblems problems={problems} />
      {progress}
      <Headline ladder={ladder} newestScanAt={coverage.newestScanAt} />
      <div className="grid gap-5 xl:grid-cols-12 [&>*]:min-w-0">
        <div className="grid xl:col-span-9">
          <LadderPicture ladder={ladder} />
        </div>
        <Changes changes={overview.changes} className="xl:col-span-3" />
      </div>
      <div className="grid gap-5 md:grid-cols-2 xl:grid-cols-3">
        <ExpiryChart timeline={overview.timeline} />
        <NextExpiries expiries={overview.expiries} />
        <OpenFindings findings={overview.severities} className="md:col-span-2 xl:col-span-1" />
      </div>
      <Suspense fallback={<Skeleton className="h-80 rounded-lg border" />}>
        <Burn />
      </Suspense>
      <div className="grid gap-5 xl:grid-cols-12">
        <WorstFindings
          findings={overview.worst}
          allHref={`/findings?${overview.severities.query}`}
          asOf={overview.asOf}
          className="xl:col-span-5"
        />
        <FailureMatrix failures={overview.failures} className="xl:col-span-7" />
      </div>
      <div className="grid gap-5 xl:grid-cols-12 [&>*]:min-w-0">
        <div className="grid xl:col-span-5">
          <Suspense fallback={<Skeleton className="h-96 rounded-lg border" />}>
            <Rotation />
          </Suspense>
        </div>
        <CoveragePicture
          coverage={coverage}
          className="xl:col-span-7"
          reasons={
            <Suspense fallback={<Skeleton className="h-64" />}>
              <Reasons />
            </Suspense>
          }
        />
      </div>
    </>
  )

  // On a large estate these take longer than the rest, which is shown before them.
  async function Rotation() {
    return <RotationAges rotation={await rotationAgeSummary(principal, filter, now)} query={filterToQuery(filter)} />
  }

  async function Burn() {
    return <FindingBurn burn={await findingBurn(principal, filter, now)} />
  }

  async function Reasons() {
    return <UnassessedReasons unassessed={await unassessed(principal, filter, now)} />
  }
}

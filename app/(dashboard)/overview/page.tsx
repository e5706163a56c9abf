import type { Metadata } from 'next'
import { Changes } from '#components/report/changes.tsx'
import { CoveragePicture } from '#components/report/coverage-picture.tsx'
import { DemoProgress, isDemoMoving } from '#components/report/demo-progress.tsx'
import { DemoStart } from '#components/report/demo-start.client.tsx'
import { EmptyOverview } from '#components/report/empty-overview.tsx'
import { EnvironmentSelect } from '#components/report/environment-select.client.tsx'
import { ExpiryChart } from '#components/report/expiry-chart.tsx'
import { FailureMatrix } from '#components/report/failure-matrix.tsx'
import { Headline } from '#components/report/headline.tsx'
import { LadderPicture } from '#components/report/ladder-picture.tsx'
import { NextExpiries } from '#components/report/next-expiries.tsx'
import { OpenFindings } from '#components/report/open-findings.tsx'
import { RotationAges } from '#components/report/rotation-ages.tsx'
import { WorstFindings } from '#components/report/worst-findings.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { demoStatus } from '#lib/data/demo.ts'
import { filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { getOverview, isEstateEmpty } from '#lib/data/reports/overview.ts'
import { overviewFilter } from '#lib/data/reports/overview-filter.ts'
import { startDemoAction } from './actions.ts'

export const metadata: Metadata = { title: 'Overview' }

export default async function OverviewPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(overviewFilter, parameters)
  const [empty, demo, choices] = await Promise.all([isEstateEmpty(principal), demoStatus(principal), listPlaceChoices(principal)])
  const mayStart = hasRole(principal, 'admin')
  const progress = <DemoProgress demo={demo} retry={mayStart ? <DemoStart start={startDemoAction} label="Try again" /> : null} />
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
  const overview = await getOverview(principal, filter)
  const { ladder, coverage } = overview
  return (
    <>
      <PageHeader title="Overview" actions={<EnvironmentSelect choices={choices.environments} chosen={filter.environment ?? []} />} />
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
      <div className="grid gap-5 xl:grid-cols-12">
        <WorstFindings findings={overview.worst} allHref={`/findings?${overview.severities.query}`} asOf={overview.asOf} className="xl:col-span-5" />
        <FailureMatrix failures={overview.failures} className="xl:col-span-7" />
      </div>
      <div className="grid gap-5 xl:grid-cols-12 [&>*]:min-w-0">
        <div className="grid xl:col-span-5">
          <RotationAges rotation={overview.rotation} query={filterToQuery(filter)} />
        </div>
        <CoveragePicture coverage={coverage} unassessed={overview.unassessed} className="xl:col-span-7" />
      </div>
    </>
  )
}

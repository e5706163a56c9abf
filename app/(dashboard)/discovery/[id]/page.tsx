import type { Metadata } from 'next'
import { cache, Suspense } from 'react'
import { ResultsTable } from '#components/discovery/results-table.client.tsx'
import { RunBadge } from '#components/discovery/run-badge.tsx'
import { DiscoveryProgress } from '#components/discovery/run-progress.client.tsx'
import { runTitle } from '#components/discovery/run-title.ts'
import { OneScan } from '#components/endpoint/scan-progress.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Section } from '#components/ui/card.tsx'
import { Stat } from '#components/ui/count-link.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems, Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { getDiscoveryRun } from '#lib/data/discovery/discovery-run.ts'
import { discoveryResultFilter } from '#lib/data/discovery/filter.ts'
import { countResultsByOutcome, listDiscoveryResults } from '#lib/data/discovery/list-results.ts'
import { countEndpoints } from '#lib/data/endpoints/count-endpoints.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { orNotFound } from '../../or-not-found.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

const load = cache(async (id: string) => {
  const principal = await requirePrincipal()
  return { principal, run: await orNotFound(getDiscoveryRun(principal, id)) }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { run } = await load((await params).id)
  return { title: runTitle(run) }
}

export default async function RunPage(props: PageProps) {
  await load((await props.params).id)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Run {...props} />
    </Suspense>
  )
}

async function Run({ params, searchParams }: PageProps) {
  const { principal, run } = await load((await params).id)
  const { filter, problems } = parseFilter(discoveryResultFilter, await searchParams)
  const [page, counts, endpoints] = await Promise.all([
    listDiscoveryResults(principal, run.id, filter),
    countResultsByOutcome(principal, run.id),
    countEndpoints(principal, { inRun: [run.id] }),
  ])
  const may = hasRole(principal, 'analyst')
  const here = `/discovery/${run.id}`
  const { status, total, done, found, refused, scanId, error } = run
  return (
    <>
      <PageHeader
        title={runTitle(run)}
        parent={{ href: '/discovery/runs', label: 'Discovery runs' }}
        badges={<RunBadge status={status} />}
        note={
          <>
            Site {run.siteName}, asked for by {run.requestedBy}, <Time at={run.createdAt} show="both" />
          </>
        }
        actions={<LinkButton href={`/endpoints?inRun=${run.id}`}>Its endpoints</LinkButton>}
      />
      {error === null ? null : <Notice kind="error">{error}</Notice>}
      <FilterProblems problems={problems} />
      <DiscoveryProgress
        key={status}
        runId={run.id}
        initial={{ status, total, done, found, refused, scanId, error }}
        canCancel={may}
      />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Stat count={counts.added ?? 0} href={`${here}?outcome=added`} label="added" />
        <Stat count={counts.known ?? 0} href={`${here}?outcome=known`} label="known before" />
        <Stat
          count={counts.refused ?? 0}
          href={`${here}?outcome=refused`}
          label="out of scope"
          note={
            refused > (counts.refused ?? 0)
              ? `${refused.toLocaleString('en')} in all; the first of each step are kept`
              : undefined
          }
        />
        <Stat count={counts.invalid ?? 0} href={`${here}?outcome=invalid`} label="unreadable lines" />
      </div>
      {scanId === null ? null : (
        <Section
          title="Its scan"
          note={
            endpoints.count === 0
              ? 'The endpoints of this run are gone.'
              : 'What was added or known is scanned, so that what stands here is fresh.'
          }
          actions={
            <LinkButton size="sm" href={`/endpoints?inScan=${scanId}`}>
              Endpoints of the scan
            </LinkButton>
          }
        >
          <OneScan id={scanId} canCancel={may} />
        </Section>
      )}
      <Section title="Results">
        <ResultsTable
          {...tableData(discoveryResultFilter, filter, page)}
          runId={run.id}
          counts={counts}
          running={run.finishedAt === null}
        />
      </Section>
    </>
  )
}

import type { Metadata } from 'next'
import { ReadinessSummary } from '#components/rotation/readiness-summary.tsx'
import { ReadinessTable } from '#components/rotation/readiness-table.client.tsx'
import { readinessFacets } from '#components/rotation/rotation-facets.ts'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { tableData } from '#components/table/table-data.ts'
import { CountLink } from '#components/ui/count-link.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Time } from '#components/ui/time.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { listRhythms } from '#lib/data/rotations/list-rhythms.ts'
import { rhythmFilter } from '#lib/data/rotations/rhythm-filter.ts'
import { summariseReadiness } from '#lib/data/rotations/summarise-readiness.ts'

export const metadata: Metadata = { title: 'Rotation readiness' }

export default async function RotationReadinessPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(rhythmFilter, parameters)
  const now = new Date()
  const [page, summary, choices] = await Promise.all([
    listRhythms(principal, filter, now),
    summariseReadiness(principal, filter, now),
    listPlaceChoices(principal),
  ])
  return (
    <>
      <PageHeader
        title="Readiness for shorter lives"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="Whether the rotations that were seen would have kept certificates of 200, 100 and 47 days valid. Ready takes three measured gaps that were short enough and nothing against it; nothing is foretold."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="readiness" scope={filter} />
      <ReadinessSummary summary={summary} now={now} />
      <p className="text-ink-2 text-sm">
        {summary.total.toLocaleString('en')} {summary.total === 1 ? 'identity serves' : 'identities serve'} a
        certificate; {summary.unlimited.toLocaleString('en')} of them {summary.unlimited === 1 ? 'is' : 'are'} private,
        with no limit in the policy. Of{' '}
        <CountLink
          count={summary.unknown.count}
          href={`/rotation/readiness?${summary.unknown.query}`}
          label="identities of which it is not known whether they answer to public limits"
          className="link"
        />{' '}
        it is not known whether the limits of public certificates bind them. As of <Time at={summary.asOf} />.
      </p>
      <ReadinessTable {...tableData(rhythmFilter, filter, page)} facets={readinessFacets(choices)} />
    </>
  )
}

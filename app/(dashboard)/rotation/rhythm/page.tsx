import type { Metadata } from 'next'
import { AgeChart } from '#components/rotation/age-chart.tsx'
import { RhythmTable } from '#components/rotation/rhythm-table.tsx'
import { RotationTabs } from '#components/rotation/rotation-tabs.tsx'
import { ScopeBar } from '#components/rotation/scope-bar.client.tsx'
import { EmptyState, NothingFound } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems, PartialNotice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { describeFilter, parseFilter } from '#lib/data/filter.ts'
import { listPlaceChoices } from '#lib/data/place-choices.ts'
import { rotationAges } from '#lib/data/reports/rotation-age.ts'
import { dueFilter } from '#lib/data/rotations/due-filter.ts'

export const metadata: Metadata = { title: 'Rotation rhythm' }

const mostRows = 500

export default async function RotationRhythmPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(dueFilter.omit({ state: true, month: true }), parameters)
  const [ages, choices] = await Promise.all([rotationAges(principal, filter, new Date()), listPlaceChoices(principal)])
  const active = describeFilter(dueFilter, filter)
  return (
    <>
      <PageHeader
        title="Rotation rhythm"
        parent={{ href: '/rotation', label: 'Rotation' }}
        note="How old each identity’s certificate is, how old it may become, and what was learned of its rhythm: an hour and a year are measured alike."
      />
      <FilterProblems problems={problems} />
      <RotationTabs active="rhythm" scope={filter} />
      <ScopeBar active={active} {...choices} />
      {ages.rows.length > 0 ? (
        <>
          <AgeChart ages={ages} />
          {ages.rows.length > mostRows ? (
            <PartialNotice>
              The {mostRows} most overdue of {ages.rows.length.toLocaleString('en')} identities are shown.
            </PartialNotice>
          ) : null}
          <RhythmTable rows={ages.rows.slice(0, mostRows)} />
        </>
      ) : active.length > 0 ? (
        <NothingFound noun="identities" filters={active} clearHref="/rotation/rhythm" />
      ) : (
        <EmptyState
          title="No identity has a certificate yet"
          why="An identity has an age as soon as an endpoint that is bound to it was scanned and presented a certificate."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      )}
    </>
  )
}

import type { Metadata } from 'next'
import { bulkChangeFindingsAction } from '#app/(dashboard)/findings/actions.ts'
import { PageSavedViews } from '#app/(dashboard)/saved-views/page-saved-views.tsx'
import { findingFacets } from '#components/finding/finding-facets.ts'
import { FindingGroups } from '#components/finding/finding-groups.client.tsx'
import { FindingsTable } from '#components/finding/findings-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { CountLink } from '#components/ui/count-link.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { filterToQuery, parseFilter } from '#lib/data/filter.ts'
import { everyChoice } from '#lib/data/filter-field.ts'
import { proposesFrom } from '#lib/data/findings/approval-of.ts'
import { countFindings } from '#lib/data/findings/count-findings.ts'
import { findingFilter } from '#lib/data/findings/filter.ts'
import { listFindingChoices } from '#lib/data/findings/finding-choices.ts'
import { findingGroupings, groupFindings } from '#lib/data/findings/group-findings.ts'
import { listFindings } from '#lib/data/findings/list-findings.ts'
import { listAssignees } from '#lib/data/users/list-users.ts'

export const metadata: Metadata = { title: 'Findings' }

/** What the two numbers at the head count, and lead to. */
const every = parseFilter(findingFilter, {}).filter

const groupingWords = { check: 'By check', identity: 'By identity', owner: 'By owner' } as const

export default async function FindingsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(findingFilter, parameters)
  const by = findingGroupings.find((grouping) => grouping === parameters.by)
  const query = filterToQuery(filter)
  const tabs = findingGroupings.map((grouping) => ({
    key: grouping,
    label: groupingWords[grouping],
    href: `/findings?by=${grouping}&${query}`,
  }))
  const [overdue, waiting] = await Promise.all([
    countFindings(principal, { ...every, due: ['overdue'] }),
    countFindings(principal, { ...every, status: [everyChoice], waiting: true }),
  ])
  const facets = findingFacets(await listFindingChoices(principal))
  const savedViews = <PageSavedViews page="/findings" />
  return (
    <>
      <PageHeader
        title="Findings"
        note={
          <>
            What checks found wrong, until it is mended, accepted for a time, or shown to be no fault.{' '}
            <CountLink count={overdue} href="/findings?due=overdue" label="overdue findings" className="link" />{' '}
            overdue,{' '}
            <CountLink
              count={waiting}
              href="/findings?waiting=true&status=all"
              label="findings that wait for approval"
              className="link"
            />{' '}
            waiting for approval.
          </>
        }
      />
      <FilterProblems problems={problems} />
      <Tabs
        label="Grouping"
        active={by ?? 'list'}
        tabs={[{ key: 'list', label: 'List', href: `/findings?${query}` }, ...tabs]}
      />
      {by === undefined ? (
        <FindingsTable
          {...tableData(findingFilter, filter, await listFindings(principal, filter))}
          facets={facets}
          savedViews={savedViews}
          bulk={
            hasRole(principal, 'analyst')
              ? {
                  assignees: await listAssignees(principal),
                  proposesFrom: await proposesFrom(principal),
                  mayApprove: hasRole(principal, 'admin'),
                  change: bulkChangeFindingsAction,
                }
              : null
          }
        />
      ) : (
        <Grouped by={by} facets={facets} savedViews={savedViews} filter={filter} />
      )}
    </>
  )

  async function Grouped({
    by,
    filter,
    ...rest
  }: Pick<Parameters<typeof FindingGroups>[0], 'by' | 'facets' | 'savedViews'> & {
    filter: Parameters<typeof groupFindings>[1]
  }) {
    const { groups, total } = await groupFindings(principal, filter, by)
    return (
      <FindingGroups
        {...tableData(findingFilter, filter, { rows: groups, total, nextCursor: null })}
        by={by}
        {...rest}
      />
    )
  }
}

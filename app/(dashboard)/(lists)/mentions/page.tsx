import type { Metadata } from 'next'
import { MentionsTable } from '#components/mention/mentions-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { mentionFilter } from '#lib/data/mentions/filter.ts'
import { listMentions } from '#lib/data/mentions/list-mentions.ts'
import { readMentionsAction } from './actions.ts'

export const metadata: Metadata = { title: 'Mentions' }

export default async function MentionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(mentionFilter, parameters)
  const page = await listMentions(principal, filter)
  return (
    <>
      <PageHeader
        title="Mentions"
        note="Comments on findings that name you. Opening a finding reads what is said there."
      />
      <FilterProblems problems={problems} />
      <MentionsTable {...tableData(mentionFilter, filter, page)} read={readMentionsAction} />
    </>
  )
}

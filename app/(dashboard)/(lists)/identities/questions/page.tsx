import type { Metadata } from 'next'
import { questionFacets } from '#components/question/question-facets.ts'
import { QuestionsTable } from '#components/question/questions-table.client.tsx'
import { tableData } from '#components/table/table-data.ts'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { questionFilter } from '#lib/data/verify/filter.ts'
import { listQuestions } from '#lib/data/verify/list-questions.ts'
import { listQuestionActors } from '#lib/data/verify/question-actors.ts'

export const metadata: Metadata = { title: 'Questions before sessions' }

export default async function QuestionsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const [principal, parameters] = await Promise.all([requirePrincipal(), searchParams])
  const { filter, problems } = parseFilter(questionFilter, parameters)
  const [page, actors] = await Promise.all([listQuestions(principal, filter), listQuestionActors(principal)])
  return (
    <>
      <PageHeader
        title="Questions before sessions"
        parent={{ href: '/identities', label: 'Identities' }}
        note="Who asked whether an endpoint is the identity that they meant, what they were told, and what the answer rested on."
      />
      <FilterProblems problems={problems} />
      <QuestionsTable {...tableData(questionFilter, filter, page)} facets={questionFacets(actors)} />
    </>
  )
}

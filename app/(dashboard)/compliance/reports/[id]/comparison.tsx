import { ChangesTable } from '#components/report/frozen/changes-table.client.tsx'
import { CompareWith } from '#components/report/frozen/compare-with.tsx'
import { ComparisonFacts } from '#components/report/frozen/comparison-facts.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Section } from '#components/ui/card.tsx'
import { FilterProblems, Notice } from '#components/ui/notice.tsx'
import type { CompareAnswer } from '#lib/compliance/compare-answer.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Principal } from '#lib/core/principal.ts'
import { filterToQuery, parseFilter, type QuerySource } from '#lib/data/filter.ts'
import { changeFilter } from '#lib/data/report-snapshots/change-filter.ts'
import { compareReports, listChanges } from '#lib/data/report-snapshots/compare-reports.ts'
import type { OpenReport } from '#lib/data/report-snapshots/open-report.ts'
import { listEarlierReports } from '#lib/data/report-snapshots/reports.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** What became of everything since an earlier report; a refusal stands in its place. */
export async function Comparison({
  opened,
  principal,
  against,
  query,
}: {
  opened: OpenReport
  principal: Principal
  against: string
  query: QuerySource
}) {
  const { summary } = opened
  const { filter, problems } = parseFilter(changeFilter, query)
  const earlier = await listEarlierReports(principal, new Date(summary.asOf))
  const compared = await compare(principal, summary.id, against, filter)
  if (typeof compared === 'string')
    return (
      <>
        <Notice kind="error">{compared}</Notice>
        <CompareWith earlier={earlier} />
      </>
    )
  const rows = compared.page.rows.map((row) => ({
    ...row,
    id: row.key,
    subjectName: escapeUnsafe(row.subjectName),
    identityName: row.identityName === null ? null : escapeUnsafe(row.identityName),
  }))
  const data = tableData(changeFilter, filter, { ...compared.page, rows })
  const file = (format: string) =>
    `/api/v1/reports/${summary.id}/compare/export?${filterToQuery({ format, against }, {})}&${data.query}`
  return (
    <>
      <CompareWith earlier={earlier} chosen={against} />
      <Notice>{answerText(compared.comparison)}</Notice>
      <ComparisonFacts comparison={compared.comparison} />
      <Section title="What changed" id="changes">
        <FilterProblems problems={problems} />
        <ChangesTable
          {...data}
          checks={summary.checks.map(({ id, title }) => ({ value: id, label: title }))}
          exports={[
            { label: 'CSV', href: file('csv') },
            { label: 'JSON', href: file('json') },
          ]}
        />
      </Section>
    </>
  )
}

const answers: Readonly<Record<CompareAnswer['answer'], string>> = {
  ok: 'Nothing became worse since then.',
  worse: 'Worse than then',
  unknown: 'Whether anything became worse can not be told',
}

function answerText({ answer, because }: CompareAnswer): string {
  return because.length === 0 ? answers[answer] : `${answers[answer]}: ${because.join('; ')}.`
}

async function compare(principal: Principal, id: string, against: string, filter: Parameters<typeof listChanges>[3]) {
  try {
    const comparison = await compareReports(principal, id, against)
    return { comparison, page: await listChanges(principal, id, against, filter) }
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

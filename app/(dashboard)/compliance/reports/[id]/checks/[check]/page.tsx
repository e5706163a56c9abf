import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { reportHref } from '#components/report/frozen/frozen-href.ts'
import { FrozenVerdictsTable } from '#components/report/frozen/frozen-verdicts-table.client.tsx'
import { evidenceLines } from '#components/report/print/evidence-lines.ts'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { FilterProblems, Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { parseFilter } from '#lib/data/filter.ts'
import { frozenVerdictFilter, getFrozenCheck } from '#lib/data/report-snapshots/frozen-check.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { orNotFound } from '../../../../../or-not-found.ts'
import { loadFrozen } from '../../../load-frozen.ts'

interface PageProps {
  readonly params: Promise<{ id: string; check: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: escapeUnsafe((await loadFrozen((await params).id)).report.name) }
}

/** One check of a report: what it said then, and every judgement with its evidence. */
export default async function FrozenCheckPage(props: PageProps) {
  const { id, check } = await props.params
  const { report } = await loadFrozen(id)
  if (report.status !== 'done' || !report.summary?.checks.some((one) => one.id === check)) notFound()
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <FrozenCheck {...props} />
    </Suspense>
  )
}

async function FrozenCheck({ params, searchParams }: PageProps) {
  const { id, check: checkId } = await params
  const { principal, report } = await loadFrozen(id)
  const { filter, problems } = parseFilter(frozenVerdictFilter, await searchParams)
  const { summary, integrity, check, verdicts } = await orNotFound(
    getFrozenCheck(principal, report.id, checkId, filter),
  )
  const rows = verdicts.rows.map((row) => ({
    ...row,
    subjectName: escapeUnsafe(row.subjectName),
    identity: row.identity === null ? null : { ...row.identity, name: escapeUnsafe(row.identity.name) },
    lines: evidenceLines(row.evidence),
    evidence: {},
    finding: row.finding === null ? null : { ...row.finding, evidence: {} },
  }))
  return (
    <>
      <PageHeader
        title={check.title}
        parent={{ href: reportHref(id), label: escapeUnsafe(summary.name) }}
        note={
          <>
            As it stood <Time at={summary.asOf} show="both" />. {check.why}
          </>
        }
      />
      {integrity.intact ? null : (
        <Notice kind="error">This report was changed after it was made. {integrity.problem}</Notice>
      )}
      <Card>
        <DefinitionList
          items={[
            { term: 'How to fix it', value: <span className="whitespace-pre-line">{check.fix}</span> },
            {
              term: 'References',
              value:
                check.references.length === 0 ? null : (
                  <ul>
                    {check.references.map(({ label, url }) => (
                      <li key={`${label} ${url}`}>
                        <a href={url} rel="noreferrer" target="_blank" className="link">
                          {label}
                          <span className="sr-only"> (opens in a new tab)</span>
                        </a>
                      </li>
                    ))}
                  </ul>
                ),
            },
            { term: 'Id', value: <code className="font-mono text-xs">{check.id}</code> },
          ]}
        />
      </Card>
      <Section title="Verdicts and their evidence">
        <FilterProblems problems={problems} />
        <FrozenVerdictsTable {...tableData(frozenVerdictFilter, filter, { ...verdicts, rows })} />
      </Section>
    </>
  )
}

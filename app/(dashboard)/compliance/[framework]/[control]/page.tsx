import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { controlHref, exportHref, frameworkHref } from '#components/report/compliance-href.ts'
import { ControlStatusBadge } from '#components/report/control-status-badge.tsx'
import { EvidenceTable } from '#components/report/evidence-table.client.tsx'
import { MappedChecks } from '#components/report/mapped-checks.tsx'
import { SourceCitations } from '#components/report/source-citations.tsx'
import { tableData } from '#components/table/table-data.ts'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { isScored } from '#lib/compliance/assess.ts'
import { controlLabel, findControlByToken, frameworkTitle } from '#lib/compliance/report-frameworks.ts'
import { getControlEvidence } from '#lib/data/compliance/control-evidence.ts'
import { evidenceFilter, scopeOf } from '#lib/data/compliance/filter.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'
import { parseFilter } from '#lib/data/filter.ts'
import { loadFramework } from '../../load-report.ts'

interface PageProps {
  readonly params: Promise<{ framework: string; control: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

async function load({ params }: PageProps) {
  const { framework: id, control: token } = await params
  const { principal, framework } = await loadFramework(id)
  const control = findControlByToken(framework, decodeURIComponent(token))
  if (control === null || !isScored(control)) notFound()
  return { principal, framework, control }
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  const { framework, control } = await load(props)
  return { title: `${controlLabel(control)}, ${framework.name}` }
}

export default async function ControlPage(props: PageProps) {
  await load(props)
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <Control {...props} />
    </Suspense>
  )
}

async function Control(props: PageProps) {
  const { principal, framework, control } = await load(props)
  const { filter, problems } = parseFilter(evidenceFilter, await props.searchParams)
  const scope = scopeOf(filter)
  const [{ assessed, findings, verdicts }, choices] = await Promise.all([
    getControlEvidence(principal, { framework, control, filter }),
    loadScopeChoices(principal, scope),
  ])
  const { counts, checks, citations } = assessed
  const lines = verdicts.rows.map(({ evidence: _evidence, ...row }) => row)
  return (
    <>
      <PageHeader
        title={`${controlLabel(control)} ${control.title}`}
        parent={{ href: frameworkHref(framework.id, scope), label: frameworkTitle(framework) }}
        badges={<ControlStatusBadge status={assessed.status} reason={assessed.reason} />}
        note={
          <>
            {assessed.reason === null
              ? 'Every check that speaks to it judged all that is in scope, and none fails.'
              : `${assessed.reason.charAt(0).toUpperCase()}${assessed.reason.slice(1)}.`}{' '}
            {counts.checksRan} of {counts.checksMapped} checks ran, {counts.checksNotRun} did not.
            {control.titleKind === 'gist'
              ? ' The title is our paraphrase: the source gives none, or its text is not free.'
              : ''}
            {control.baselines?.length === 0 ? ' It is in none of the SP 800-53B baselines.' : ''}{' '}
            <a href={control.url} rel="noreferrer" target="_blank" className="link">
              Official source<span className="sr-only"> (opens in a new tab)</span>
            </a>
          </>
        }
      />
      <FilterProblems problems={problems} />
      {checks.length === 0 ? (
        <EmptyState
          title="No check speaks to this control"
          why="What TLS shows says nothing about it, so it stays not assessed. Evidence has to come from elsewhere."
          action={<LinkButton href={frameworkHref(framework.id, scope)}>All controls</LinkButton>}
        />
      ) : (
        <>
          <Section title="Checks" note="What speaks to this control, how directly, and what it gave in this scope">
            <MappedChecks
              checks={checks}
              findings={findings}
              scope={scope}
              verdictHref={(check, outcome) =>
                `${controlHref(framework.id, control, scope, { check, outcome })}#evidence`
              }
            />
          </Section>
          <Section
            id="evidence"
            title="Evidence"
            note="The newest verdict of each check on each subject, and what it rests on"
          >
            <EvidenceTable
              {...tableData(evidenceFilter, filter, { ...verdicts, rows: lines })}
              choices={choices.choices}
              identities={choices.identities}
              checks={checks.map(({ checkId, title }) => ({ value: checkId, label: title }))}
              exports={[
                { label: 'Whole framework as CSV', href: exportHref(framework.id, 'csv', scope) },
                { label: 'Whole framework as JSON', href: exportHref(framework.id, 'json', scope) },
              ]}
            />
          </Section>
        </>
      )}
      {citations.length === 0 ? null : (
        <Section title="Source guidance" note="Labels that guidance cites for it; never scored">
          <SourceCitations citations={citations} scope={scope} />
        </Section>
      )}
    </>
  )
}

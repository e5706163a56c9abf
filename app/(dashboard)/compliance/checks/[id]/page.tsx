import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { CheckControls } from '#components/report/check-controls.tsx'
import { CheckFacts, CheckParameters, CheckReferences, CheckWeights } from '#components/report/check-facts.tsx'
import { checkHref } from '#components/report/check-href.ts'
import { standingFindingsHref } from '#components/report/compliance-href.ts'
import { EvidenceTable } from '#components/report/evidence-table.client.tsx'
import { NotAssessedList } from '#components/report/not-assessed-list.tsx'
import { outcomeWords } from '#components/report/outcome-words.ts'
import { tableData } from '#components/table/table-data.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { Stat } from '#components/ui/count-link.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { DetailSkeleton } from '#components/ui/skeleton.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { findCheck } from '#lib/checks/catalogue/index.ts'
import type { Check } from '#lib/checks/contract.ts'
import type { Principal } from '#lib/core/principal.ts'
import { getCheckStanding } from '#lib/data/compliance/check-standing.ts'
import { evidenceFilter, scopeOf, verdictOutcomes } from '#lib/data/compliance/filter.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'
import { parseFilter } from '#lib/data/filter.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: findCheck((await params).id)?.title ?? 'Check' }
}

export default async function CheckPage({ params, searchParams }: PageProps) {
  const principal = await requirePrincipal()
  const check = findCheck((await params).id)
  if (check === null) notFound()
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <CheckDetail principal={principal} check={check} searchParams={searchParams} />
    </Suspense>
  )
}

async function CheckDetail({
  principal,
  check,
  searchParams,
}: {
  principal: Principal
  check: Check
  searchParams: PageProps['searchParams']
}) {
  const { filter, problems } = parseFilter(evidenceFilter, await searchParams)
  const [{ counts, standing, reasons, verdicts }, choices] = await Promise.all([
    getCheckStanding(principal, check.id, filter),
    loadScopeChoices(principal, scopeOf(filter)),
  ])
  const lines = verdicts.rows.map(({ evidence: _evidence, ...row }) => row)
  const total = verdictOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
  return (
    <>
      <PageHeader title={check.title} parent={{ href: '/compliance/checks', label: 'Checks' }} note={check.why} />
      <FilterProblems problems={problems} />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <div className="grid gap-4">
          <Stat
            count={counts.fail}
            href={checkHref(check.id, { outcome: 'fail' })}
            label={check.subject === 'endpoint' ? 'endpoints fail it' : 'identities fail it'}
            note={`${counts.pass} pass, ${counts['not-assessed']} not assessed, ${counts['not-applicable']} not applicable`}
          />
          <Stat
            count={standing}
            href={standingFindingsHref([check.id], {})}
            label="findings that stand"
            note="open, acknowledged or exceptions"
          />
        </div>
        <Card className="sm:col-span-2">
          <CheckFacts check={check} />
        </Card>
      </div>
      <Section title="How to fix it">
        <p className="max-w-prose [overflow-wrap:anywhere]">{check.fix}</p>
      </Section>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <CheckWeights check={check} />
        <CheckParameters check={check} />
      </div>
      <CheckReferences check={check} />
      <Section title="Controls" note="What it speaks to, and how directly">
        <CheckControls controls={check.controls} />
      </Section>
      {reasons.length === 0 ? null : (
        <Section
          title="Why it could not judge"
          note="Not assessed is neither good nor bad: what would answer is missing"
        >
          <NotAssessedList reasons={reasons} />
        </Section>
      )}
      <Section id="verdicts" title="Verdicts now" note="Of the whole estate; failures first">
        <Tabs
          label="Verdict"
          active={filter.outcome?.length === 1 ? (filter.outcome[0] ?? 'all') : 'all'}
          tabs={[
            { key: 'all', label: 'All', count: total, href: checkHref(check.id) },
            ...verdictOutcomes.map((outcome) => ({
              key: outcome,
              label: outcomeWords[outcome],
              count: counts[outcome],
              href: checkHref(check.id, { outcome }),
            })),
          ]}
        />
        <EvidenceTable
          {...tableData(evidenceFilter, filter, { ...verdicts, rows: lines })}
          choices={choices.choices}
          identities={choices.identities}
          checks={[]}
          exports={[]}
        />
      </Section>
    </>
  )
}

import type { Metadata } from 'next'
import { CoverageLine } from '#components/report/coverage-line.tsx'
import { FrameworkCard, FurtherFrameworks } from '#components/report/framework-card.tsx'
import { ScopeBar } from '#components/report/scope-bar.client.tsx'
import { SourceCitations } from '#components/report/source-citations.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { FilterProblems } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { sourceCitations } from '#lib/compliance/source-citations.ts'
import { complianceScope } from '#lib/data/compliance/filter.ts'
import { listFrameworks } from '#lib/data/compliance/list-frameworks.ts'
import { loadScopeChoices } from '#lib/data/compliance/scope-choices.ts'
import { describeFilter, parseFilter } from '#lib/data/filter.ts'

export const metadata: Metadata = { title: 'Compliance' }

export default async function CompliancePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const principal = await requirePrincipal()
  const { filter: scope, problems } = parseFilter(complianceScope, await searchParams)
  const [{ frameworks, coverage }, choices] = await Promise.all([
    listFrameworks(principal, scope),
    loadScopeChoices(principal, scope),
  ])
  return (
    <>
      <PageHeader
        title="Compliance"
        note="Which official controls the evidence satisfies, which it does not, and which nothing was learned about."
        actions={
          <>
            <LinkButton href="/compliance/checks">All checks</LinkButton>
            <LinkButton href="/compliance/reports">Reports</LinkButton>
          </>
        }
      />
      <FilterProblems problems={problems} />
      <ScopeBar {...choices} active={describeFilter(complianceScope, scope)} />
      {coverage.verdicts === 0 ? (
        <EmptyState
          title="Nothing has been judged in this scope"
          why="Controls are judged by what scans saw. Until then every control stands as not assessed."
          action={
            <LinkButton variant="primary" href="/discovery">
              Add endpoints
            </LinkButton>
          }
        />
      ) : (
        <CoverageLine coverage={coverage} />
      )}
      <Section title="Frameworks" note="Totals are over official controls only.">
        <ul className="grid gap-4 lg:grid-cols-2">
          {frameworks
            .filter(({ reported }) => reported)
            .map((summary) => (
              <FrameworkCard key={summary.framework.id} summary={summary} scope={scope} />
            ))}
        </ul>
      </Section>
      <Section
        title="Source guidance"
        note="Guidance on TLS identity cites these labels. Shown as cited, beside the official controls; the labels themselves are never scored."
      >
        <SourceCitations citations={sourceCitations} scope={scope} />
      </Section>
      <Section title="Further mappings" note="Checks speak to these as well. Only a part of each is listed.">
        <FurtherFrameworks summaries={frameworks.filter(({ reported }) => !reported)} scope={scope} />
      </Section>
    </>
  )
}

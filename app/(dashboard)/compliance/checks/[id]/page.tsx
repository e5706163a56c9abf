import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { groupWords } from '#components/finding/group-words.ts'
import { CheckControls } from '#components/report/check-controls.tsx'
import { standingFindingsHref } from '#components/report/compliance-href.ts'
import { Card, Section } from '#components/ui/card.tsx'
import { Stat } from '#components/ui/count-link.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { findCheck } from '#lib/checks/catalogue/index.ts'
import { getCheckStanding } from '#lib/data/compliance/check-standing.ts'

interface PageProps {
  readonly params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: findCheck((await params).id)?.title ?? 'Check' }
}

export default async function CheckPage({ params }: PageProps) {
  const principal = await requirePrincipal()
  const check = findCheck((await params).id)
  if (check === null) notFound()
  const { counts, standing } = await getCheckStanding(principal, check.id)
  return (
    <>
      <PageHeader title={check.title} parent={{ href: '/compliance', label: 'Compliance' }} note={check.why} />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Stat
          count={standing}
          href={standingFindingsHref([check.id], {})}
          label="findings that stand"
          note="open, acknowledged or exceptions"
        />
        <Card className="sm:col-span-2">
          <DefinitionList
            items={[
              { term: 'Judges', value: check.subject === 'endpoint' ? 'each endpoint' : 'each identity' },
              {
                term: 'Verdicts now',
                value: `${counts.fail} fail, ${counts.pass} pass, ${counts['not-applicable']} not applicable, ${counts['not-assessed']} not assessed`,
              },
              { term: 'Group', value: groupWords(check.group) },
              { term: 'Id', value: <code className="font-mono text-xs">{check.id}</code> },
            ]}
          />
        </Card>
      </div>
      <Section title="How to fix it">
        <p className="max-w-prose">{check.fix}</p>
      </Section>
      <Section
        title="Severity"
        note="One step up where internet-facing and of high worth; one down outside production, unless the check weighs that itself"
      >
        <Card>
          <DefinitionList
            items={Object.entries(check.severities).map(([grade, severity]) => ({
              term: grade.replaceAll('-', ' '),
              value: <SeverityBadge severity={severity} />,
            }))}
          />
        </Card>
      </Section>
      {check.references.length === 0 ? null : (
        <Section title="References">
          <ul className="grid gap-1">
            {check.references.map(({ label, url }) => (
              <li key={`${label} ${url}`}>
                <a href={url} rel="noreferrer" target="_blank" className="link">
                  {label}
                  <span className="sr-only"> (opens in a new tab)</span>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Controls" note="What it speaks to, and how directly">
        <CheckControls controls={check.controls} />
      </Section>
    </>
  )
}

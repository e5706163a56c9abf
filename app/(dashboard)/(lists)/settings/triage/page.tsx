import type { Metadata } from 'next'
import Link from 'next/link'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { TriageForm } from '#components/settings/triage-form.client.tsx'
import { Card, Section } from '#components/ui/card.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { severityWords } from '#components/ui/severity-badge.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { defaultDueDays } from '#lib/checks/policy.ts'
import { hasRole } from '#lib/core/principal.ts'
import { severities } from '#lib/core/severity.ts'
import { getTriageSettings } from '#lib/data/findings/triage-settings.ts'
import { saveTriageAction } from './actions.ts'

export const metadata: Metadata = { title: 'Triage' }

export default async function TriagePage() {
  const principal = await requirePrincipal()
  const { approvalFrom } = await getTriageSettings()
  return (
    <>
      <SettingsTabs active="triage" role={principal.role} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="Approval of acceptances" note="Who may let a risk stand.">
          <Card>
            {hasRole(principal, 'admin') ? (
              <TriageForm action={saveTriageAction} approvalFrom={approvalFrom} />
            ) : (
              <DefinitionList
                items={[
                  {
                    term: 'Needed',
                    value:
                      approvalFrom === null ? 'Never' : `From ${severityWords[approvalFrom].toLowerCase()} severity on`,
                  },
                ]}
              />
            )}
          </Card>
        </Section>
        <Section
          title="Due dates"
          note={
            <>
              Days in which findings ought to be settled, where no policy of an{' '}
              <Link href="/settings/environments" className="link">
                environment
              </Link>{' '}
              or identity says otherwise.
            </>
          }
        >
          <Card>
            <DefinitionList
              items={severities.toReversed().map((severity) => ({
                term: severityWords[severity],
                value: daysText(defaultDueDays[severity]),
              }))}
            />
          </Card>
        </Section>
      </div>
    </>
  )
}

function daysText(days: number | null): string {
  return days === null ? 'No date' : `${days} days`
}

import type { Metadata } from 'next'
import { EnvironmentsTable } from '#components/settings/environments-table.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { Section } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listEnvironmentSummaries } from '#lib/data/environments/list-environment-summaries.ts'

export const metadata: Metadata = { title: 'Environments' }

export default async function EnvironmentsPage() {
  const principal = await requirePrincipal()
  const environments = await listEnvironmentSummaries(principal)
  const add = hasRole(principal, 'admin') ? (
    <LinkButton variant="primary" href="/settings/environments/new">
      New environment
    </LinkButton>
  ) : null
  return (
    <>
      <SettingsTabs active="environments" role={principal.role} />
      <Section
        title="Environments"
        note="A group of identities with one policy. A dash means that the default holds."
        actions={environments.length === 0 ? undefined : add}
      >
        {environments.length === 0 ? (
          <EmptyState
            title="No environments yet"
            why="Production, staging, and so on: each with its own trust store and policy. Imports make them by name, too."
            action={add}
          />
        ) : (
          <EnvironmentsTable environments={environments} />
        )}
      </Section>
    </>
  )
}

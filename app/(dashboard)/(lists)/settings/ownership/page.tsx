import type { Metadata } from 'next'
import { OwnershipEditor } from '#components/settings/ownership-editor.client.tsx'
import { OwnershipTabs } from '#components/settings/ownership-tabs.tsx'
import { SettingsTabs } from '#components/settings/settings-tabs.tsx'
import { Section } from '#components/ui/card.tsx'
import { requirePrincipal } from '#lib/auth/session.ts'
import { hasRole } from '#lib/core/principal.ts'
import { listEnvironmentNames } from '#lib/data/environments/list-environment-names.ts'
import { listOwnershipRules } from '#lib/data/ownership/list-ownership-rules.ts'
import { listRuleAssignees } from '#lib/data/ownership/list-rule-assignees.ts'

export const metadata: Metadata = { title: 'Ownership' }

export default async function OwnershipPage() {
  const principal = await requirePrincipal()
  const [rules, environments, assignees] = await Promise.all([
    listOwnershipRules(principal),
    listEnvironmentNames(principal),
    listRuleAssignees(principal),
  ])
  return (
    <>
      <SettingsTabs active="ownership" role={principal.role} />
      <OwnershipTabs active="rules" />
      <Section
        title="Rules of ownership"
        note={
          <>
            Say by the name who owns an identity. The first rule that matches wins; an owner that a person or an import
            named stays. New findings of identities that match go to whom the rule names.{' '}
            <code className="font-mono text-xs">*</code> stands for one label of a DNS name or one segment of a SPIFFE
            ID, <code className="font-mono text-xs">**</code> for any characters.
          </>
        }
      >
        <OwnershipEditor
          rules={rules}
          environments={environments}
          assignees={assignees}
          mayChange={hasRole(principal, 'analyst')}
        />
      </Section>
    </>
  )
}

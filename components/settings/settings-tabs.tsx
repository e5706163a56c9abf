import { hasRole, type Role } from '#lib/core/principal.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Tabs } from '../ui/tabs.tsx'

const tabs = [
  { key: 'account', label: 'Account', href: '/settings', role: 'viewer' },
  { key: 'users', label: 'Users', href: '/settings/users', role: 'admin' },
  { key: 'tokens', label: 'Tokens', href: '/settings/tokens', role: 'analyst' },
  { key: 'sites', label: 'Sites', href: '/settings/sites', role: 'admin' },
  { key: 'environments', label: 'Environments', href: '/settings/environments', role: 'viewer' },
  { key: 'ownership', label: 'Ownership', href: '/settings/ownership', role: 'viewer' },
  { key: 'triage', label: 'Triage', href: '/settings/triage', role: 'viewer' },
  { key: 'trust', label: 'Trust stores', href: '/settings/trust', role: 'viewer' },
  { key: 'activity', label: 'Activity', href: '/settings/activity', role: 'analyst' },
] as const

/** The head of every page of settings; a role sees the tabs that it may open. */
export function SettingsTabs({ active, role }: { active: (typeof tabs)[number]['key']; role: Role }) {
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        active={active}
        tabs={tabs.filter((tab) => hasRole({ kind: 'user', id: '', name: '', role }, tab.role))}
      />
    </>
  )
}

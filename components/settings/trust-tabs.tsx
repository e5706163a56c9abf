import { hasRole, type Role } from '#lib/core/principal.ts'
import { Tabs } from '../ui/tabs.tsx'

/** Whom to trust, and whom no longer; for administrators, where another engine sees it otherwise. */
export function TrustTabs({
  active,
  advisories,
  role,
}: {
  active: 'stores' | 'advisories' | 'disagreements'
  advisories: number
  role: Role
}) {
  const isAdmin = hasRole({ kind: 'user', id: '', name: '', role }, 'admin')
  return (
    <Tabs
      label="Trust"
      active={active}
      tabs={[
        { key: 'stores', label: 'Stores', href: '/settings/trust' },
        { key: 'advisories', label: 'Distrust advisories', href: '/settings/trust/advisories', count: advisories },
        ...(isAdmin
          ? [{ key: 'disagreements', label: 'Second opinion', href: '/settings/trust/disagreements' } as const]
          : []),
      ]}
    />
  )
}

import { hasRole, type Role } from '#lib/core/principal.ts'
import { Tabs } from '../ui/tabs.tsx'

/** Whom to trust, and whom no longer, and the logs that vouch for what public CAs issue; for administrators, where another engine sees it otherwise. */
export function TrustTabs({
  active,
  advisories,
  role,
}: {
  active: 'stores' | 'advisories' | 'ct-logs' | 'disagreements'
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
        { key: 'ct-logs', label: 'CT logs', href: '/settings/trust/ct-logs' },
        ...(isAdmin
          ? [{ key: 'disagreements', label: 'Second opinion', href: '/settings/trust/disagreements' } as const]
          : []),
      ]}
    />
  )
}

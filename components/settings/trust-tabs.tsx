import { Tabs } from '../ui/tabs.tsx'

/** The two halves of trust: whom to trust, and whom no longer. */
export function TrustTabs({ active, advisories }: { active: 'stores' | 'advisories'; advisories: number }) {
  return (
    <Tabs
      label="Trust"
      active={active}
      tabs={[
        { key: 'stores', label: 'Stores', href: '/settings/trust' },
        { key: 'advisories', label: 'Distrust advisories', href: '/settings/trust/advisories', count: advisories },
      ]}
    />
  )
}

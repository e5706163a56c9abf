import { Tabs } from '../ui/tabs.tsx'

/** Who owns what by rule, and who the owners are. */
export function OwnershipTabs({ active }: { active: 'rules' | 'owners' }) {
  return (
    <Tabs
      label="Ownership"
      active={active}
      tabs={[
        { key: 'rules', label: 'Rules', href: '/settings/ownership' },
        { key: 'owners', label: 'Owners', href: '/settings/ownership/owners' },
      ]}
    />
  )
}

import { Tabs } from '../ui/tabs.tsx'

const tabs = [
  { key: 'add', label: 'Add and search', href: '/discovery' },
  { key: 'runs', label: 'Runs', href: '/discovery/runs' },
  { key: 'scans', label: 'Scans', href: '/discovery/scans' },
  { key: 'rules', label: 'Binding rules', href: '/discovery/rules' },
  { key: 'records', label: 'Records', href: '/discovery/records' },
] as const

export function DiscoveryTabs({ active }: { active: (typeof tabs)[number]['key'] }) {
  return <Tabs label="Discovery" active={active} tabs={tabs} />
}

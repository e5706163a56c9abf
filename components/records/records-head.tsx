import { DiscoveryTabs } from '../discovery/discovery-tabs.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Tabs } from '../ui/tabs.tsx'

const pages = [
  { key: 'issued', label: 'Issued certificates', href: '/discovery/records' },
  { key: 'keys', label: 'Private keys met', href: '/discovery/records/keys' },
  { key: 'declared', label: 'Declared facts', href: '/discovery/records/declared' },
] as const

/** The head of the pages of what no scan can see. */
export function RecordsHead({ active, note }: { active: (typeof pages)[number]['key']; note: string }) {
  return (
    <>
      <PageHeader title="Records" parent={{ href: '/discovery', label: 'Discovery' }} note={note} />
      <DiscoveryTabs active="records" />
      <Tabs label="Records" active={active} tabs={pages} />
    </>
  )
}

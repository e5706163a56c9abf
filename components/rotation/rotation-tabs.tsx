import { filterToQuery } from '#lib/data/filter.ts'
import type { RotationScope } from '#lib/data/rotations/due-filter.ts'
import { Tabs } from '../ui/tabs.tsx'

const pages = [
  { key: 'due', label: 'Due', path: '/rotation' },
  { key: 'calendar', label: 'Calendar', path: '/rotation/calendar' },
  { key: 'rhythm', label: 'Rhythm', path: '/rotation/rhythm' },
  { key: 'readiness', label: 'Readiness', path: '/rotation/readiness' },
  { key: 'history', label: 'History', path: '/rotation/history' },
] as const

/** The pages of rotation; identity, environment and owner stay chosen from one to the next. */
export function RotationTabs({ active, scope }: { active: (typeof pages)[number]['key']; scope: RotationScope }) {
  const { identity, environment, owner } = scope
  const query = filterToQuery({ identity, environment, owner })
  return (
    <Tabs
      label="Rotation"
      active={active}
      tabs={pages.map(({ key, label, path }) => ({ key, label, href: query === '' ? path : `${path}?${query}` }))}
    />
  )
}

import { Filter, Inbox } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ActiveFilter } from '#lib/data/filter.ts'
import { LinkButton } from './link-button.tsx'

/** Never had any: says why, and the one next action. */
export function EmptyState({ title, why, action }: { title: string; why: ReactNode; action?: ReactNode }) {
  return (
    <Frame icon={<Inbox aria-hidden="true" />} title={title}>
      <p className="max-w-md text-ink-2">{why}</p>
      {action}
    </Frame>
  )
}

/** Nothing by this filter: names the filters and offers to clear them. */
export function NothingFound({
  noun,
  filters,
  clearHref,
}: {
  noun: string
  filters: readonly ActiveFilter[]
  clearHref: string
}) {
  return (
    <Frame icon={<Filter aria-hidden="true" />} title={`No ${noun} match`}>
      <ul className="flex flex-wrap justify-center gap-1.5 text-xs">
        {filters.map((filter) => (
          <li key={filter.key} className="rounded border bg-sunken px-1.5 py-0.5 [overflow-wrap:anywhere]">
            <span className="text-ink-3">{filter.title}: </span>
            {filter.values.join(', ')}
          </li>
        ))}
      </ul>
      <LinkButton href={clearHref}>Clear the filters</LinkButton>
    </Frame>
  )
}

function Frame({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-line-strong border-dashed bg-surface px-4 py-12 text-center">
      <span className="text-ink-3 [&_svg]:size-6">{icon}</span>
      <h2 className="font-semibold">{title}</h2>
      {children}
    </div>
  )
}

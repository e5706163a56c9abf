'use client'

import type { ActiveFilter } from '#lib/data/filter.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import { FilterBar } from '../table/filter-bar.client.tsx'
import { useListQuery } from '../table/use-list-query.ts'

/** Environment and owner for pages that are no list. */
export function ScopeBar({ active, environments, owners }: PlaceChoices & { active: readonly ActiveFilter[] }) {
  const list = useListQuery()
  return (
    <FilterBar
      list={list}
      active={active}
      search={null}
      noun="rotation"
      facets={[
        { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
        { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
      ]}
    >
      {null}
    </FilterBar>
  )
}

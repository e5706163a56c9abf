'use client'

import type { ActiveFilter } from '#lib/data/filter.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import type { Facet } from '../table/facet.ts'
import { FilterBar } from '../table/filter-bar.client.tsx'
import { useListQuery } from '../table/use-list-query.ts'

/** What the report covers: environments, owners, and the identities that a link named. The URL holds it. */
export function ScopeBar({
  choices,
  active,
  identities = [],
}: {
  choices: PlaceChoices
  active: readonly ActiveFilter[]
  /** Names of the identities in the scope. */
  identities?: readonly { readonly value: string; readonly label: string }[]
}) {
  const list = useListQuery()
  const facets: Facet[] = [
    { kind: 'choice', key: 'environment', label: 'Environment', options: choices.environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: choices.owners },
    ...(identities.length === 0
      ? []
      : [{ kind: 'choice' as const, key: 'identity', label: 'Identity', options: identities }]),
  ]
  return (
    <div aria-busy={list.pending}>
      <FilterBar list={list} active={active} facets={facets} search={null} noun="the scope">
        {null}
      </FilterBar>
    </div>
  )
}

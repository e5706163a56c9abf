'use client'

import { checkGroups, factSources } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { verdictOutcomes } from '#lib/data/compliance/filter.ts'
import type { ActiveFilter } from '#lib/data/filter.ts'
import { groupWords } from '../finding/group-words.ts'
import type { Facet } from '../table/facet.ts'
import { FilterBar } from '../table/filter-bar.client.tsx'
import { useListQuery } from '../table/use-list-query.ts'
import { severityWords } from '../ui/severity-badge.tsx'
import { factWords } from './check-words.ts'
import { outcomeWords } from './outcome-words.ts'

const facets: readonly Facet[] = [
  {
    kind: 'choice',
    key: 'group',
    label: 'Group',
    options: checkGroups.map((value) => ({ value, label: groupWords(value) })),
  },
  {
    kind: 'choice',
    key: 'outcome',
    label: 'Gives now',
    options: verdictOutcomes.map((value) => ({ value, label: outcomeWords[value] })),
  },
  {
    kind: 'choice',
    key: 'severity',
    label: 'Severity',
    options: severities.map((value) => ({ value, label: severityWords[value] })),
  },
  {
    kind: 'choice',
    key: 'needs',
    label: 'Needs',
    options: factSources.map((value) => ({ value, label: factWords[value] })),
  },
  {
    kind: 'choice',
    key: 'subject',
    label: 'Judges',
    options: [
      { value: 'endpoint', label: 'Endpoints' },
      { value: 'identity', label: 'Identities' },
    ],
  },
]

/** The filter of the catalogue; the URL holds it. */
export function ChecksFilter({ active }: { active: readonly ActiveFilter[] }) {
  const list = useListQuery()
  return (
    <div aria-busy={list.pending}>
      <FilterBar list={list} active={active} facets={facets} search="Search checks" noun="checks">
        {null}
      </FilterBar>
    </div>
  )
}

import { type Rung, rungs } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import {
  criticalities,
  identityKinds,
  identityOrigins,
  provenAnswers,
  rungStatuses,
} from '#lib/data/identities/filter.ts'
import type { Facet, FacetOption } from '../table/facet.ts'
import { rungStateWords } from '../ui/ladder-strip.tsx'
import { severityWords } from '../ui/severity-badge.tsx'
import { criticalityWords, kindWords, originWords, provenWords, rungNames } from './identity-words.ts'

/** The filters of the identities' list. */
export function identityFacets(choices: {
  readonly environments: readonly FacetOption[]
  readonly owners: readonly FacetOption[]
}): Facet[] {
  return [
    choice('proven', 'Proven', provenAnswers, provenWords),
    ...rungs.map((rung: Rung) => choice(rung, rungNames[rung], rungStatuses, rungStateWords)),
    { kind: 'choice', key: 'environment', label: 'Environment', options: choices.environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: choices.owners },
    choice('criticality', 'Criticality', criticalities.toReversed(), criticalityWords),
    {
      kind: 'choice',
      key: 'severity',
      label: 'Worst finding',
      options: [
        ...severities.toReversed().map((value) => ({ value, label: severityWords[value] })),
        { value: 'none', label: 'Nothing open' },
      ],
    },
    choice('kind', 'Kind', identityKinds, kindWords),
    choice('origin', 'Origin', identityOrigins, originWords),
    {
      kind: 'choice',
      key: 'retired',
      label: 'Retired',
      options: [
        { value: 'no', label: 'In service' },
        { value: 'yes', label: 'Retired' },
      ],
      standing: { values: ['no'], cleared: 'all' },
    },
    { kind: 'flag', key: 'endpoints', label: 'Endpoints', yes: 'Some', no: 'None' },
    { kind: 'date', key: 'expiresBefore', label: 'Expires before' },
  ]
}

function choice<Value extends string>(
  key: string,
  label: string,
  values: readonly Value[],
  words: Readonly<Record<Value, string>>,
): Facet {
  return { kind: 'choice', key, label, options: values.map((value) => ({ value, label: words[value] })) }
}

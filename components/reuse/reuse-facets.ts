import { type ReuseKind, reuseKinds } from '#lib/checks/reuse-kind.ts'
import { severities } from '#lib/core/severity.ts'
import type { PlaceChoices } from '#lib/data/place-choices.ts'
import { clusterSubjects, clusterVerdicts } from '#lib/data/reuse/filter.ts'
import type { Facet } from '../table/facet.ts'
import { severityWords } from '../ui/severity-badge.tsx'
import { kindWords, subjectWords, verdictWords } from './reuse-words.ts'

/** The filters of the list of shared uses. */
export function reuseFacets({ environments, owners }: PlaceChoices, counts: ReadonlyMap<ReuseKind, number>): Facet[] {
  return [
    {
      kind: 'choice',
      key: 'kind',
      label: 'Shared',
      options: reuseKinds.map((value) => ({ value, label: kindWords[value], count: counts.get(value) ?? 0 })),
    },
    {
      kind: 'choice',
      key: 'verdict',
      label: 'Verdict',
      options: clusterVerdicts.map((value) => ({ value, label: verdictWords[value] })),
      standing: { values: ['fault', 'unknown'], cleared: 'all' },
    },
    {
      kind: 'choice',
      key: 'severity',
      label: 'Worst finding',
      options: severities.toReversed().map((value) => ({ value, label: severityWords[value] })),
    },
    {
      kind: 'choice',
      key: 'subject',
      label: 'What',
      options: clusterSubjects.map((value) => ({ value, label: subjectWords[value] })),
    },
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
  ]
}

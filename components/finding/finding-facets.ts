import { checkGroups } from '#lib/checks/contract.ts'
import { severities } from '#lib/core/severity.ts'
import { activeStatuses, type DueState, dueStates, findingStatuses } from '#lib/data/findings/filter.ts'
import type { FindingChoices } from '#lib/data/findings/finding-choices.ts'
import type { Facet } from '../table/facet.ts'
import { severityWords } from '../ui/severity-badge.tsx'
import { statusWords } from '../ui/status-badge.tsx'
import { groupWords } from './group-words.ts'

const dueWords: Readonly<Record<DueState, string>> = {
  overdue: 'Overdue',
  'within-7-days': 'Within 7 days',
  'within-30-days': 'Within 30 days',
  later: 'Later',
  none: 'No date',
}

/** The filters of the findings' list. */
export function findingFacets({ checks, environments, owners, assignees }: FindingChoices): Facet[] {
  return [
    {
      kind: 'choice',
      key: 'status',
      label: 'Status',
      options: findingStatuses.map((value) => ({ value, label: statusWords[value] })),
      standing: { values: activeStatuses, cleared: 'all' },
    },
    {
      kind: 'choice',
      key: 'severity',
      label: 'Severity',
      options: severities.toReversed().map((value) => ({ value, label: severityWords[value] })),
    },
    { kind: 'choice', key: 'check', label: 'Check', options: checks },
    {
      kind: 'choice',
      key: 'group',
      label: 'Group',
      options: checkGroups.map((value) => ({ value, label: groupWords(value) })),
    },
    { kind: 'choice', key: 'environment', label: 'Environment', options: environments },
    { kind: 'choice', key: 'owner', label: 'Owner', options: owners },
    { kind: 'choice', key: 'assignee', label: 'Assignee', options: assignees },
    {
      kind: 'choice',
      key: 'due',
      label: 'Due',
      options: dueStates.map((value) => ({ value, label: dueWords[value] })),
    },
    {
      kind: 'flag',
      key: 'waiting',
      label: 'Approval',
      yes: 'Waits for approval',
      no: 'Nothing waits',
    },
    { kind: 'date', key: 'openedAfter', label: 'Opened from' },
    { kind: 'date', key: 'openedBefore', label: 'Opened before' },
  ]
}

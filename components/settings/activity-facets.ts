import type { ActivityChoices } from '#lib/data/activity/activity-choices.ts'
import type { Facet } from '../table/facet.ts'
import { actionText } from './activity-words.ts'

/** The filters of the audit log. */
export function activityFacets({ actions, actors, objects }: ActivityChoices): Facet[] {
  return [
    {
      kind: 'choice',
      key: 'action',
      label: 'Action',
      options: actions.map((value) => ({ value, label: actionText(value) })),
    },
    { kind: 'choice', key: 'actor', label: 'Who', options: actors.map((value) => ({ value, label: value })) },
    {
      kind: 'choice',
      key: 'object',
      label: 'Kind of thing',
      options: objects.map((value) => ({ value, label: value.replaceAll('-', ' ') })),
    },
    { kind: 'date', key: 'since', label: 'From' },
    { kind: 'date', key: 'until', label: 'Before' },
  ]
}

import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { dateField, listField, textField } from '../filter-field.ts'

/** The one filter of the audit log: page, API and export. */
export const activityFilter = filterSchema(
  {
    /** Part of the actor's name, or the whole id of the object. */
    q: textField('Search'),
    /** `<object>.<verb>`: `finding.accept`. */
    action: listField('Action'),
    /** Names, as they were at the time. */
    actor: listField('Actor'),
    /** `finding`, `user`, … */
    object: listField('Object'),
    objectId: listField('Object id'),
    /** From this instant on. */
    since: dateField('From'),
    /** Before this instant. */
    until: dateField('Before'),
  },
  { keys: ['at'], default: '-at' },
)

export type ActivityFilter = z.output<typeof activityFilter>

import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { flagField, textField } from '../filter-field.ts'

/** The one filter of somebody's mentions: page and API. */
export const mentionFilter = filterSchema(
  { unread: flagField('Unread'), q: textField('Search') },
  { keys: ['at'], default: '-at' },
)

export type MentionFilter = z.output<typeof mentionFilter>

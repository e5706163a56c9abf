import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { textField } from '../filter-field.ts'

/** The one filter of a store's distrust entries. */
export const distrustFilter = filterSchema(
  {
    /** Part of the subject, source or reason, or the beginning of the key's SHA-256. */
    q: textField('Search'),
  },
  { keys: ['effective', 'name'], default: '-effective' },
)

export type DistrustFilter = z.output<typeof distrustFilter>

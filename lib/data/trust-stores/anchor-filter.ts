import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { textField } from '../filter-field.ts'

/** The one filter of a store's anchors. */
export const anchorFilter = filterSchema(
  {
    /** Part of the subject, or the beginning of the SHA-256. */
    q: textField('Search'),
  },
  { keys: ['name', 'expiry'], default: 'name' },
)

export type AnchorFilter = z.output<typeof anchorFilter>

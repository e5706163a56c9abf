import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { flagField, textField } from '../filter-field.ts'

/** The one filter of private keys that were met: page, API and export. */
export const exposureFilter = filterSchema(
  {
    /** Where it was met, by whom, or the beginning of its hash. */
    q: textField('Search'),
    /** Whether a certificate on record carries the key. */
    known: flagField('On a certificate'),
    /** Whether a leaf with the key is served now. */
    served: flagField('Served now'),
  },
  { keys: ['found'], default: '-found' },
)

export type ExposureFilter = z.output<typeof exposureFilter>

import type { z } from 'zod'
import { filterSchema } from '../filter.ts'
import { enumField, idField, textField } from '../filter-field.ts'
import { evidenceKinds } from './evidence-kind.ts'

export const sourceStates = ['failing', 'waiting', 'fetched'] as const

/** The one filter of what is fetched: page and API. */
export const sourceFilter = filterSchema(
  {
    /** Part of the URL. */
    q: textField('Search'),
    site: idField('Site'),
    kind: enumField('Kind', evidenceKinds),
    /** `failing`: the last try gave nothing; `waiting`: never tried. */
    state: enumField('State', sourceStates),
  },
  { keys: ['nextFetch', 'failures', 'url'], default: '-failures' },
)

export type SourceFilter = z.output<typeof sourceFilter>
